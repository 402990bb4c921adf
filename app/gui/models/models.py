"""This file is where the page about models acts: self-tests, adding, the download, choosing, removing, the index."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.gui.appearance import Appearance
from app.gui.look.text import isolate
from app.gui.window import Window
from app.gui.work.engine import Engine
from app.gui.work.lanes import Job, Work
from app.settings import chosen_index, load_settings
from core.errors import ChosenModelsError
from core.types import Progress

if TYPE_CHECKING:
    from app.gui.work.pace import Pace
    from app.session import Session
    from app.session.models import ModelsHeld, Offer


class Models(QObject):
    """One thing at a time; what runs can be stopped. Tests run when the page is first opened, and when asked for; a
    server is tested only when asked for: to open a page sends nothing."""

    def __init__(self, window: Window, engine: Engine, appearance: Appearance) -> None:
        super().__init__(window)
        self._window, self._engine, self._appearance = window, engine, appearance
        self._page = window.models
        self._job: Job | None = None
        self._test: Job | None = None
        self._tested = False
        self._connect_page()
        self._connect_engine()
        if appearance.settings.models or chosen_index():
            engine.tending.submit(lambda session, job: session.models(), done=self._tell_reader, failed=lambda _: None)

    def show(self) -> None:
        """Opens the page."""
        self._page.options.show_settings(self._appearance.settings)
        self._window.show_page(self._page)
        self._reload()
        self._engine.tending.submit(
            lambda session, job: session.known_models(), done=self._page.known.show_known, failed=lambda _: None
        )
        if not self._tested:
            self.test(all_of_it=False)

    def test(self, all_of_it: bool = True) -> None:
        """Runs the self-tests, one role after the other. all_of_it: the person asked for it; then large models are
        loaded, servers are sent the drawn question, and the driver is asked for graphics cards as well."""
        if self._test is not None:
            return
        self._page.show_testing(True)
        self._test = self._engine.tending.submit(
            lambda session, job: _prove(session, job, all_of_it),
            part=self._show_part,
            done=lambda _: self._end_test(True),
            stopped=lambda _: self._end_test(False),
            failed=self._fail_test,
        )

    def add(self, path: Path) -> None:
        """Takes in models from a folder, a zip or a .gguf file."""
        self._run("adding", "", lambda session, job: session.add_models(path, job.report), self._added)

    def choose(self, name: str, role: str = "") -> None:
        """Uses a bundle, "" for the models that come along, and makes the index fit it in the background. role: only
        its model for that."""
        self._run("choosing", "", lambda session, job: session.use_models(name, role), lambda _: self._chosen(name))

    def run_connected(self, url: str, act: Work, done: Callable[[Any], None]) -> None:
        """Does what connects to an address and can be stopped, after the person has pressed for it."""
        self._connected(url)
        self._run("connecting", _host(url), act, done)

    def reload(self) -> None:
        """Reads again which models there are."""
        self._reload()

    def index_again(self) -> None:
        """Makes everything anew, in the background."""
        self._engine.tending.submit(lambda session, job: session.index_again(), done=self._wake)

    def _connect_page(self) -> None:
        page = self._page
        self._window.rail.models.connect(self.show)
        page.tested.connect(self.test)
        page.bundles.chosen.connect(self.choose)
        page.bundles.removed.connect(self._remove)
        page.adding.folder.connect(self._choose_folder)
        page.adding.file.connect(self._choose_file)
        page.role_chosen.connect(self.choose)
        page.options.changed.connect(self._set_option)
        page.adding.looked.connect(self._look)
        page.adding.downloaded.connect(self._download)
        page.adding.stopped.connect(self._stop)
        page.index.again.connect(self.index_again)
        page.index.paused.connect(self._engine.renewing.pause)

    def _connect_engine(self) -> None:
        renewing = self._engine.renewing
        renewing.paced.connect(self._show_pace)
        renewing.paused.connect(self._page.index.show_paused)
        renewing.did.connect(self._renewed)
        self._window.banner.told.connect(self._offer_shipped)

    # ---------------------------------------------------------------- what runs

    def _run(self, work: str, host: str, act: Work, done: Callable[[Any], None]) -> None:
        def end(value: object) -> None:
            self._end()
            done(value)

        if self._job is not None:
            return
        self._show_busy(True)
        self._page.adding.show_work(work, host)
        self._job = self._engine.tending.submit(
            act,
            progress=self._page.adding.show_progress,
            done=end,
            stopped=lambda _: self._end(),
            failed=self._fail,
        )

    def _end(self) -> None:
        self._job = None
        self._window.status.show_connected("")
        self._show_busy(False)

    def _fail(self, error: Exception) -> None:
        self._end()
        self._window.banner.show_error(error)
        self._reload()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _show_busy(self, busy: bool) -> None:
        self._page.adding.show_busy(busy)
        self._page.bundles.show_busy(busy)

    # ---------------------------------------------------------------- adding, choosing, removing

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self._window, self.tr("Choose a folder with models"))
        if name:
            self.add(Path(name))

    def _choose_file(self) -> None:
        title, kinds = self.tr("Choose a file with models"), self.tr("Models (*.zip *.gguf)")
        name, _ = QFileDialog.getOpenFileName(self._window, title, "", kinds)
        if name:
            self.add(Path(name))

    def _set_option(self, name: str, value: object) -> None:
        if getattr(self._appearance.settings, name) != value:
            self._appearance.change(**{name: value})

    def _look(self, url: str) -> None:
        self._connected(url)
        self._run(
            "looking", _host(url), lambda session, job: session.look_at_download(url, job.report), self._show_offer
        )

    def _show_offer(self, offer: "Offer") -> None:
        self._page.adding.show_offer(offer)

    def _download(self, url: str, sha256: str) -> None:
        self._connected(url)
        self._run(
            "downloading",
            _host(url),
            lambda session, job: session.download_models(url, job.report, sha256),
            self._downloaded,
        )

    def _connected(self, url: str) -> None:
        """The foot of the window promises to be offline: not while this runs."""
        if self._job is None:
            self._window.status.show_connected(_host(url))

    def _downloaded(self, name: str) -> None:
        self._page.adding.close_form()
        self._added(name)

    def _added(self, name: str) -> None:
        text = self.tr("“{name}” was added, and every model in it passed its self-test.")
        self._window.banner.show_notice(text.format(name=isolate(name)))
        self._reload()

    def _chosen(self, name: str) -> None:
        self._appearance.settings = replace(self._appearance.settings, models=load_settings().models)
        self._window.banner.hide()
        self._engine.renewing.stop()
        self._engine.refresh()
        self._engine.keeping.renew()
        self._engine.tending.renew()
        self._engine.searching.warm_up()
        self._wake(None)
        self.test(all_of_it=False)

    def _remove(self, name: str) -> None:
        used = name in self._appearance.settings.models or f"{name}:reader" in self._appearance.settings.models
        done = self._chosen if used else lambda _: self._reload()
        self._run("choosing", "", lambda session, job: _let_go(session, name, used), done)

    def _offer_shipped(self, error: object) -> None:
        """The chosen models are gone or broken: nothing falls back by itself, but it can be had with one press."""
        if isinstance(error, ChosenModelsError):
            self._window.banner.offer(self.tr("Use the models that come along"), lambda: self.choose(""))

    # ---------------------------------------------------------------- self-tests

    def _show_part(self, part: object) -> None:
        if isinstance(part, tuple):
            self._page.show_acceleration(part[1])
        elif isinstance(part, list):
            self._page.show_graphics(part)
        else:
            self._page.show_proof(part)  # type: ignore[arg-type]

    @property
    def proven(self) -> bool:
        """Every model in use was tried to the end."""
        return self._tested and self._test is None

    def _end_test(self, complete: bool) -> None:
        self._test, self._tested = None, self._tested or complete
        self._page.show_testing(False)

    def _fail_test(self, error: Exception) -> None:
        self._end_test(False)
        self._window.banner.show_error(error)

    # ---------------------------------------------------------------- the index

    def _reload(self) -> None:
        self._engine.tending.submit(lambda session, job: session.models(), done=self._show_models)
        self._ask_for_renewal()

    def _show_models(self, held: "ModelsHeld") -> None:
        self._page.show_models(held)
        self._tell_reader(held)

    def _tell_reader(self, held: "ModelsHeld") -> None:
        """The foot of the window promises that everything stays here: not while a server reads or holds the index."""
        reads = next((facts.place for facts, _ in held.roles if facts.role == "reader"), "")
        self._window.status.show_servers(reads, chosen_index())

    def _ask_for_renewal(self) -> None:
        self._engine.tending.submit(
            lambda session, job: session.renewal(), done=self._page.index.show_renewal, failed=lambda _: None
        )

    def _wake(self, _: object) -> None:
        self._reload()
        self._engine.picture_reading.stop()
        self._engine.renewing.wake(0)
        self._engine.picture_reading.wake()

    def _show_pace(self, pace: "Pace | None") -> None:
        self._page.index.show_pace(pace)
        self._window.status.show_pictures(pace)
        if pace is None:
            self._ask_for_renewal()

    def _renewed(self) -> None:
        self._engine.refresh()
        self._engine.searching.warm_up()
        self._ask_for_renewal()


def _prove(session: "Session", job: Job, all_of_it: bool) -> None:
    if all_of_it:
        job.send(("acceleration", session.acceleration()))
    for proof in session.prove_models(lambda progress: _check(job, progress), large=all_of_it):
        job.send(proof)
        if not all_of_it and proof.provider.startswith("CUDA"):
            job.send(session.graphics())


def _let_go(session: "Session", name: str, used: bool) -> None:
    """Deletes added models; of a server that still reads the shipped reader takes the place, and the consent goes."""
    if used:
        session.use_models("", "reader")
    session.forget_server(name)
    session.remove_models(name)


def _check(job: Job, _: Progress) -> None:
    job.check()


def _host(url: str) -> str:
    """For the eye only; models.download decides what is an address."""
    return url.partition("://")[2].partition("/")[0][:80] or url[:80]
