"""This file is where the look of a shared page is: light and dark by the reader's own choice, and on paper."""

PEOPLE = 6
"""How many colours senders have."""

STYLE = """
:root { color-scheme: light dark; --ink: #1c1b19; --faint: #6b665c; --paper: #f7f5f1; --card: #ffffff;
  --line: #e1dcd2; --mark: #fff1c9; --edge: #b87a00; --p0: #0b665e; --p1: #8a3b12; --p2: #5b3f9e; --p3: #1d5a99;
  --p4: #8c2358; --p5: #4b6314; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceae5; --faint: #a09e96; --paper: #151716; --card: #1d201f;
  --line: #303634; --mark: #3d3113; --edge: #e5b23c; --p0: #63cdbf; --p1: #f0a37a; --p2: #bba3f2; --p3: #83bdf2;
  --p4: #f095bf; --p5: #b5cc72; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1rem 3rem; max-width: 45rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { margin: 0 0 1.5rem; font-size: 1.6rem; line-height: 1.3; font-weight: 650; overflow-wrap: anywhere; }
section { margin: 0 0 2.5rem; }
h2 { margin: 0 0 .75rem; padding: 0 0 .6rem; border-bottom: 1px solid var(--line); font-size: 1.1rem;
  overflow-wrap: anywhere; }
.day { margin: 1rem 0 .5rem; text-align: center; color: var(--faint); font-size: .78rem; font-weight: 600; }
article { width: fit-content; max-width: 38rem; margin: .3rem 0; padding: .45rem .8rem .5rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 14px; }
article.chosen { background: var(--mark); border-color: var(--edge); border-left-width: 4px; padding-left: .6rem; }
header { color: var(--faint); font-size: .78rem; }
header b { margin-right: .35rem; font-size: .85rem; }
.p0 b { color: var(--p0); } .p1 b { color: var(--p1); } .p2 b { color: var(--p2); }
.p3 b { color: var(--p3); } .p4 b { color: var(--p4); } .p5 b { color: var(--p5); }
p { margin: .1rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
figure { margin: .4rem 0 0; }
figure img { display: block; max-width: min(100%, 26rem); max-height: 26rem; border-radius: 10px; }
figure.chosen img { outline: 3px solid var(--edge); outline-offset: -3px; }
figcaption { margin: .2rem 0 0; }
figcaption, .why, .gap { color: var(--faint); font-size: .78rem; overflow-wrap: anywhere; }
.gap { padding: .25rem .75rem; font-size: 1rem; }
.why { margin-top: .9rem; }
.mark { padding-top: .8rem; border-top: 1px solid var(--line); color: var(--faint); font-size: .78rem; }
@media print { body { padding: 0; max-width: none; } article { break-inside: avoid; } }
"""
