"""What a term means is in a script that a page may load from a folder."""

from __future__ import annotations

import json

from tests.extensions.tiny_site import Site

GLOSSARY = """# Words

```{glossary}
slope
  How steep `it` is.
  In two lines.

  A second paragraph.

one
two
  A number.
```
"""


def test_the_first_paragraph_of_each_definition_is_written(site: Site) -> None:
    site.write(words=GLOSSARY)
    assert site.build_here().status == 0
    script = (site.docs / "_build/html/terms.js").read_text()
    found = json.loads(script.removeprefix("wbguideTerms(").removesuffix(");\n"))
    assert found == {
        "term-slope": "How steep it is. In two lines.",
        "term-one": "A number.",
        "term-two": "A number.",
    }
