"""Sentence vectors by MiniLM on onnxruntime."""

import ctypes
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shared.platform import log
from shared.platform.adapters.minilm.model_file import NOT_WHOLE, is_whole
from shared.platform.adapters.minilm.wordpiece import WordPiece
from shared.platform.ports.embeddings import EmbeddingsUnavailable

MOST_PIECES = 128  # of a text; the model was trained on no longer ones
MOST_TOGETHER = 32  # texts in one run, which bounds its memory
THREADS = 1  # a second halves the time of a long batch, and takes it from the other shopper who asks just then

_VOCABULARY = Path(__file__).with_name("vocabulary.txt")
_PADDING = 0

Vectors = NDArray[np.float32]


class MinilmEmbeddings:
    """`Embeddings` of all-MiniLM-L6-v2 with 8-bit weights, in the file whose hash is `model_file.SHA256`.

    onnxruntime is imported and the model loaded at the first text, in the process that needs it, and anew after a
    fork. What cannot be loaded stays unavailable for as long as the process lives; that is logged once, and `failed`
    is told why. Threads may share one.
    """

    name = "all-MiniLM-L6-v2-onnx-int8"
    dimensions = 384

    def __init__(self, model: Path, failed: Callable[[str], None] = lambda reason: None) -> None:
        self._model = model
        self._failed = failed
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None
        self._process = 0
        self._failure: str | None = None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See `Embeddings.embed`; texts of similar length run together, since each run is as long as its longest."""
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        loaded = self._ready()
        pieces = [loaded.wordpiece.encode(text, MOST_PIECES) for text in texts]
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for places in _together(pieces):
            vectors[places] = loaded.run([pieces[place] for place in places])
        return vectors

    def _ready(self) -> "_Loaded":
        with self._lock:
            if self._failure is not None:
                raise EmbeddingsUnavailable(self._failure)
            if self._loaded is None or self._process != os.getpid():
                try:
                    self._loaded = _Loaded(self._model)
                except EmbeddingsUnavailable as failure:
                    self._failure = str(failure)
                    log.warning("embeddings are unavailable", reason=self._failure)
                    self._failed(self._failure)
                    raise
                self._process = os.getpid()
            return self._loaded


class _Loaded:
    """Raises `EmbeddingsUnavailable`."""

    def __init__(self, model: Path) -> None:
        if not is_whole(model):
            raise EmbeddingsUnavailable(NOT_WHOLE)
        try:
            self.wordpiece = WordPiece.load(_VOCABULARY)
            self._session = _session(model)
        except Exception as failure:  # onnxruntime's own errors derive from Exception alone
            raise EmbeddingsUnavailable(f"the model cannot be loaded: {type(failure).__name__}") from failure

    def run(self, pieces: Sequence[Sequence[int]]) -> Vectors:
        """The mean of the last layer over each text's pieces, at unit length."""
        longest = max(map(len, pieces))
        numbers = np.full((len(pieces), longest), _PADDING, dtype=np.int64)
        for row, text in enumerate(pieces):
            numbers[row, : len(text)] = text
        there = (np.arange(longest) < np.array([[len(text)] for text in pieces])).astype(np.int64)
        given = {"input_ids": numbers, "attention_mask": there, "token_type_ids": np.zeros_like(numbers)}
        try:
            layer: Vectors = self._session.run(None, given)[0]
        except Exception as failure:  # as above
            raise EmbeddingsUnavailable(f"the model gave no answer: {type(failure).__name__}") from failure
        means = np.einsum(
            "tpd,tp->td", layer, there.astype(np.float32)
        )  # unit length makes the sum's size immaterial
        unit: Vectors = means / np.linalg.norm(means, axis=1, keepdims=True)
        return unit


def _session(model: Path) -> Any:
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # 1.28.0 has none on Linux; later ones do
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    _give_back_memory()
    return session


def _give_back_memory() -> None:
    """What loading has freed (60 MiB) stays with glibc's allocator unless it is asked; other libraries do not."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def _together(pieces: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Places of the texts, in runs of similar length."""
    by_length = sorted(range(len(pieces)), key=lambda place: len(pieces[place]))
    for start in range(0, len(by_length), MOST_TOGETHER):
        yield by_length[start : start + MOST_TOGETHER]
