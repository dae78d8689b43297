"""Gold to and from Label Studio, for teams that label there.

A leaf with evidence is a labelled region of the text, its value a text area of that region. The leaves of one
item hang together by relations: a role points at its person's name. What no words prove (`in_scope`, the type
of the event, a value that only the page's metadata gave) is a choice or a line in a text area of the task.
"""
