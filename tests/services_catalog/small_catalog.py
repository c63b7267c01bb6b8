"""A whole catalog on one page: two languages, two queues, one center. Broken copies start here."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "languages.toml": """
language = [
  { tag = "en", own_name = "English", english_name = "English", interface = true },
  { tag = "es", own_name = "Español", english_name = "Spanish", interface = true },
  { tag = "ar", own_name = "العربية", english_name = "Arabic", direction = "rtl" },
]
""",
    "categories.toml": """
category = [{ id = "permit", icon = "permit", name = { en = "Permits", es = "Permisos" } }]
""",
    "queues.toml": """
queue = [
  { id = "permits", letter = "P", target_minutes = 15, name = { en = "Permits", es = "Permisos" } },
  { id = "police", letter = "C", target_minutes = 15, discreet = true, name = { en = "Records", es = "Archivos" } },
]
""",
    "texts.toml": """
[refer]
911 = { en = "Call 911.", es = "Llame al 911." }
[bring]
bill = { en = "Your bill.", es = "Su factura." }
""",
    "words.toml": """
[alike]
en = ["permit, permission"]
[small]
en = "a, the"
[now]
en = "now"
""",
    "guidance.toml": """
first = "danger"
[[question]]
id = "danger"
text = { en = "Danger?", es = "¿Peligro?" }
choice = [
  { id = "yes", go = "911", text = { en = "Yes", es = "Sí" } },
  { id = "no", ask = "what", text = { en = "No", es = "No" } },
]
[[question]]
id = "what"
text = { en = "What?", es = "¿Qué?" }
choice = [{ id = "unsure", go = "person", text = { en = "Not sure", es = "No sé" } }]
[[outcome]]
id = "911"
route = "911"
service = "fire"
reason = { en = "Fire spreads.", es = "El fuego se extiende." }
[[outcome]]
id = "person"
route = "person"
service = "building-permit"
reason = { en = "A person will help.", es = "Una persona le ayudará." }
""",
    "departments/planning.toml": """
[department]
id = "planning"
name = { en = "Planning", es = "Planificación" }

[usual]
kind = "ticket"
queue = "permits"
category = "permit"
locations = ["downtown"]
source = "typical"
typical_minutes = 12

[[service]]
id = "building-permit"
name = { en = "Building permit", es = "Permiso de construcción" }
said_as = { en = "remodel, build a deck", es = "remodelar" }
bring = "bill"

[[service]]
id = "fire"
kind = "emergency"
source = "city"
name = { en = "Fire", es = "Fuego" }
refer = "911"
""",
    "locations/downtown.toml": """
id = "downtown"
name = { en = "Downtown", es = "Centro" }
address = "505 4th Ave. South"
timezone = "America/Chicago"
languages = ["en", "es"]
first_day = 2026-01-05
last_day = 2028-01-04

[hours]
monday = "8:00-16:00"
tuesday = "8:00-12:00, 13:00-16:00"

[[closure]]
date = 2026-12-25
reason = "Christmas Day"

[[counter]]
id = "1"
name = { en = "Counter 1", es = "Mostrador 1" }
serves = ["permits"]

[[printer]]
id = "kiosk-1"
url = "none:"

[[notice]]
text = { en = "Welcome.", es = "Bienvenidos." }

[rules]
policy = "fifo"
head_start_minutes = { accessible = 25 }
""",
}


def write(folder: Path) -> Path:
    """Write the whole catalog below `folder` and return it."""
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Change one place of one file; a change that changes nothing is a mistake in the test."""
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{name} has no {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
