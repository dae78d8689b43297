"""What a draft holds: pointers into a record, its states, its typed values, the marks of gold."""
