"""What the other tests stand on: projects that share what dbt makes of parsing them (see conftest.py)."""

import pytest


@pytest.mark.parametrize("make", ["new_project", "new_chain"])
def test_parsing_is_shared(request, make):
    """What dbt wrote for another project is taken over, with every path in it this project's."""
    first, second = (request.getfixturevalue(make)() for _ in range(2))
    parsed = (second.folder / "target" / "partial_parse.msgpack").read_bytes()
    assert str(second.folder).encode() in parsed
    assert str(first.folder).encode() not in parsed
    assert "Unable to do partial parsing" not in second.dbt("parse").text


def test_another_description_is_parsed_anew(new_chain):
    """A copy of this repository with another network is not mistaken for the plain one."""
    new_chain()
    chain = new_chain(learning_rate=0.25)
    listed = chain.dbt("ls", "--select", "initial_parameters", "--output", "json", "--output-keys", "config").text
    assert '"learning_rate": 0.25' in listed
