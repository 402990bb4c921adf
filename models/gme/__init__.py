"""What turns chats with their pictures into vectors: an embedder in the form of GME, computed by onnxruntime.

Two graphs do the work (models.training.gme_export makes them): one turns the patches of pictures into token vectors,
the other reads tokens, words and pictures mixed, and gives the vector of the last one. Everything that depends on the
data happens here in numpy: `sights` cuts pictures up, `content` puts words and pictures in one row and cuts long rows
into windows, `rows` pads them and gives each token its place, `network` runs the graphs. models.gme_embedder is the
core.protocols.Embedder over them.
"""
