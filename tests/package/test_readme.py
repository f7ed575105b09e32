"""The README's code runs where it is pasted, and gives what its comments say."""

import re
from pathlib import Path

import numpy as np

README = Path(__file__).parents[2] / "README.md"


def test_the_readme_s_snippet_gives_what_its_comments_say() -> None:
    (snippet,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    namespace: dict[str, object] = {}
    shown = 0
    for line in snippet.splitlines():
        expression, _, comment = line.partition("  # ")
        if found := re.match(r"array\(\[(.*?)\]\)", comment):
            value = eval(expression, namespace)  # noqa: S307  # our own README
            np.testing.assert_allclose(value, [float(found[1])])
            shown += 1
        else:
            exec(line, namespace)  # noqa: S102  # likewise
    assert shown == 2
