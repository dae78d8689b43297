"""The one happening: type, date, venue, region, parties."""
