"""What reads fragments with a vision-language model (F2RVLM), whatever program computes it.

`prompt` is what a model is shown, `generator` what a backend must do, `reader` the core.protocols.Reader over it. The
wording and the answer's form are in models.markup; the backends are models.gguf_reader, models.transformers_reader and
models.server_reader.
"""
