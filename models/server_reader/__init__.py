"""This package is where a vision-language reader on a server is: any that speaks OpenAI's protocol and takes pictures.

Such a server (vLLM, the server of llama.cpp) is a bundle without files: `connecting` writes it, once the person agreed
to what is sent (core.consent) and the server has answered a drawn question. docs/serving.md tells how to run one.
"""

from models.server_reader.generator import ServerGenerator, load_server

__all__ = ["ServerGenerator", "load_server"]
