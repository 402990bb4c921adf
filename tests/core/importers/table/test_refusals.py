"""This file is where it is tested that program text, logs, settings and other tables are not taken for messages."""

import json
from pathlib import Path

import pytest

import core
from tests.core.importers.table.files import is_claimed, written

OTHERS = {
    "log.csv": "2024-05-01 10:00:01,INFO,server started\n2024-05-01 10:00:02,ERROR,disk is full\n" * 5,
    "log with names.csv": "timestamp,level,user,message\n" + "2024-05-01 10:00,INFO,root,logged in again\n" * 5,
    "app.log": "2024-05-01 10:00:01,123 INFO core: started it\n2024-05-01 10:00:02,456 WARNING core: no disk\n" * 5,
    "levels.log": "INFO: started the server\nWARNING: the disk is full\nINFO: stopped\nERROR: oh no!\nWARNING: a b\n"
    * 3,
    "syslog": "Nov 21 13:24:01 host cron: began to run\nNov 21 13:25:01 host kernel: something else\n" * 5,
    "money.csv": "Date,Payee,Amount,Memo\n2024-05-01,Shop,3.50,bread and milk\n2024-05-02,Shop,4.50,more bread\n" * 4,
    "people.csv": "name,email,phone\nAnn,a@b.c,123\nBo,b@b.c,456\n",
    "measured.csv": "time,sensor,value\n2024-05-01 10:00,north,3.5\n2024-05-01 10:01,south,4.5\n",
    "no time.csv": "author,text\nAnn,hello you\nBo,hello\nAnn,what?\n",
    "settings.yaml": "server:\n  name: one two\n  port: 80\nclient:\n  name: three four\n  port: 81\n" * 4,
    "settings.ini": "[one]\nname: a b\ncolour: red one\n\n[two]\nname: c d\ncolour: blue one\n" * 3,
    "fields.txt": "Kind: one thing\nPlace: over there\nMood: very good\n\n" * 6,
    "head.txt": "Requires-Dist: a b\nProvides-Extra: c d\n" * 6,
    "style.css": "a { color: red; }\nb { color: blue; }\na { margin: 0 auto; }\nb { margin: 1 auto; }\n" * 3,
    "code.c": "switch (x) {\ncase one: return a b;\ncase two: return c d;\ndefault: break;\n}\n" * 4,
    "prose.txt": "There was one thing to say: nobody came. And then, they did.\nIt was late.\n" * 10,
    "settings.json": json.dumps({"servers": [{"name": "a", "value": "b c"}, {"name": "d", "value": "e f"}]}),
    "package.json": json.dumps({"name": "x", "dependencies": {"a": "1", "b": "2"}, "author": "Ann"}),
    "sayings.json": json.dumps([{"author": f"Author {n}", "text": f"saying number {n}"} for n in range(20)]),
    "log.jsonl": '{"ts": 1714567890, "level": "info", "msg": "it began"}\n' * 8,
    "empty.csv": "",
    "blank.csv": "\n\n\n",
    "header.csv": "a,b,c\n",
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_are_not_claimed(name: str, tmp_path: Path) -> None:
    assert not is_claimed(written(tmp_path, OTHERS[name], name))


def test_no_file_of_this_program_is_claimed() -> None:
    root = Path(core.__path__[0])
    for path in [*root.rglob("*.py"), *root.rglob("*.json"), *root.rglob("*.sql")]:
        assert not is_claimed(path), path
