-- TRIES: an error whose text is no text, has escapes for terminals, and is megabytes long. SAFE: an error [error]
error("\27[2J\xff\0" .. ("boom"):rep(1 << 20), 0)
