"""What the GGUF reader (models.gguf_reader) is made of: llama.cpp through llama-cpp-python's lowest layer.

`header` is what a file says of itself, read before any native code sees it, `kinds` whether that can be used;
`library` the shared library, silenced; `placement` which processor computes and how much fits; `entries` a prompt as
llama.cpp reads it, `vocabulary` text to tokens and back, `pictures` the vision tower; `interruption` how work ends
early; `cache` the prompt that llama.cpp remembers; `model` all of it loaded.
"""
