"""What the page is and says of itself: layout, noise, dateline, bylines, the article's own fields."""
