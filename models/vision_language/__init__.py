"""What reads fragments with a vision-language model (F2RVLM), whatever program computes it.

`prompt` is what a model is shown, `generator` what a backend must do, `reader` the core.protocols.Reader over it, with
`windows` and `packing` (which messages share a prompt), `sights` (pictures in the size they are seen in), `answers`
(ids mapped back) and `timing`. The markers and the wording are in models.markup and models.prompt_wording, the answer's
form in models.answer_form; the backends are models.gguf_reader, models.transformers_reader and models.server_reader.
"""
