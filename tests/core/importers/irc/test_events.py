"""This file is where events of IRC are told from actions that begin alike, in the fourteen languages of our words."""

import time

import pytest

from core.importers.irc.events import is_event
from core.importers.irc.speech import said

EVENTS = """
ana (~a@host.example) joined
Joins: ana
ana -> anna
bo sets mode: +o ana
bo setzt Modus +o ana
bo 设置模式 +o ana
bo bans *!*@bad.example
Received a CTCP VERSION from bo
ana is now known as anna
jörg heißt jetzt jörg_weg
jörg ist jetzt als jörg_weg bekannt
ana s'appelle maintenant anna
ana ahora es conocida como anna
ana agora é conhecida como anna
ana si chiama ora anna
ana heet nu anna
ana nazywa się teraz anna
ana теперь известна как anna
ana heter nu anna
ana artık anna olarak biliniyor
小明现在改名为小红
ana は今 anna と呼ばれています
ana 님은 이제 anna 로 알려집니다
bo gives voice to ana
bo gibt ana Operatorstatus
The topic #x: cats
Das Thema für #x lautet: Katzen
#x 的主题是：猫
bo changes the topic to 'dogs'
ana has left #x (bye)
ana hat den Kanal #x betreten
ana a rejoint #x
ana ha entrado en #x
ana entrou em #x
ana è entrata in #x
ana heeft #x verlaten
ana dołączyła do #x
ana покинула #x
ana har lämnat #x
ana #x kanalına katıldı
ana 加入了 #x
ana が #x に参加しました
ana 님이 #x 에 들어왔습니다
ana has quit (Ping timeout)
ana hat die Verbindung getrennt (Zeit abgelaufen).
ana s'est déconnectée (bonne nuit)
ana se desconectó (adiós)
ana saiu (tchau)
ana è uscita (ciao)
ana heeft de verbinding verbroken (doei)
ana rozłączyła się (pa)
ana отключилась (пока)
ana ayrıldı (hoşça kal)
ana 已退出（再见）
ana が切断しました (bye)
ana 님이 나갔습니다 (bye)
ana was kicked by bo (spam)
bo hat ana aus #x gekickt (Spam)
bo a expulsé ana de #x (spam)
bo 将 ana 踢出 #x (spam)
You were invited to #x by bo
Sie wurden von bo nach #x eingeladen
Channel #x modes: +nt
Kanal #x wurde erstellt am 1. Mai
Now talking in #x
Vous parlez maintenant dans #x
Disconnected (no route)
Connecting to irc.example.org
Getrennt
""".strip().splitlines()

ACTIONS = """
ana waves
ana is hungry
ana has left the building
ana left
ana joined the party yesterday
ana is now at home
ana has quit smoking
ana kicks bo out of #boats
ana loves #boats (a lot)
ana sets the table
ana thinks the topic is boring
ana gives operator bo a hug
ana invites everyone to #boats
ana is +1 on that
jörg geht jetzt ins Bett
uta verlässt das Haus
ana est maintenant fatiguée
ana sale de casa
ana entra na casa
ana esce di casa
ana gaat nu slapen
ana idzie teraz spać
ana теперь дома
ana går nu hem
ana artık evde
小明 现在很饿
小明 离开了家
ana は今眠い
ana 가 손을 흔듭니다
ana zamiga (oklevajući)
""".strip().splitlines()


@pytest.mark.parametrize("text", EVENTS)
def test_what_happens_in_a_channel_is_a_notice(text: str) -> None:
    assert is_event(text)
    found = said(f"*\t{text}", False)
    assert found is not None
    assert (found.kind, found.text) == ("notice", text)


@pytest.mark.parametrize("text", ACTIONS)
def test_what_a_person_does_is_their_message_also_in_doubt(text: str) -> None:
    found = said(f"* {text}", False)
    assert found is not None
    assert (found.kind, f"{found.sender} {found.text}") == ("message", text)


def test_an_event_in_another_language_loses_nothing() -> None:
    found = said("* ana je sada poznata kao anna", False)
    assert found is not None
    assert (found.kind, found.sender, found.text) == ("message", "ana", "je sada poznata kao anna")


@pytest.mark.parametrize(
    "piece", ["( ", "now ", "#a ", "joined ", "set topic ", "has quit(", "a(@", "a!b@", "现在", "( )"]
)
def test_no_line_takes_long(piece: str) -> None:
    lines = [(piece * 2000)[:2000], f"joined #x {'a' * 900} " + (piece * 500)[:1000]]
    began = time.process_time()
    for line in lines:
        is_event(line)
    assert time.process_time() - began < 1
