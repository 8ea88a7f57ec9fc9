"""The OpenAPI document: kept in git as it is, and whole: every act, every answer, every name once."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from xiezhi.api.build import document
from xiezhi.api.snapshot import SNAPSHOT
from xiezhi.kernel import NEW, SYSTEM
from xiezhi.procedures import PROCEDURES

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ALWAYS = {"400", "401", "403", "405", "422", "429", "503"}
SENT = {"413", "415"}


@pytest.fixture(scope="module")
def said() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(document(PROCEDURES))
    return loaded


def operations(said: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in said["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def test_it_is_what_is_kept_in_git() -> None:
    assert SNAPSHOT.read_text(encoding="utf-8") == document(PROCEDURES), "run: make snapshot"


def test_it_is_of_version_3_1(said: dict[str, Any]) -> None:
    assert (said["openapi"], said["info"]["title"]) == ("3.1.0", "协执接口")


def test_it_refers_to_nothing_that_is_not_there(said: dict[str, Any]) -> None:
    for reference in set(re.findall(r'"#/components/(\w+)/([^"]+)"', json.dumps(said))):
        kind, name = reference
        assert name in said["components"][kind], reference


def test_every_schema_is_a_schema(said: dict[str, Any]) -> None:
    for name, schema in said["components"]["schemas"].items():
        assert jsonschema_rs.meta.is_valid(schema), name


def test_every_act_of_a_person_has_its_operations_with_its_own_form(said: dict[str, Any]) -> None:
    bodies = {}
    for _, path, operation in operations(said):
        if "requestBody" in operation and "application/json" in operation["requestBody"]["content"]:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            bodies[path] = said["components"]["schemas"][schema["$ref"].rpartition("/")[2]]["properties"]
    for procedure in PROCEDURES.values():
        for act in procedure.acts if procedure.offered else ():
            if act.roles == (SYSTEM,):
                continue
            place = "procedures" if tuple(act.at) == (NEW,) else "dossiers/{number}"
            body = bodies[f"/api/v1/{place}/{procedure.key}/{act.name}"]
            assert set(body["filled"].get("properties", {})) == set(act.form.model_fields)
            assert ("revision" in body) == (place != "procedures")


def test_every_operation_says_in_chinese_what_it_does(said: dict[str, Any]) -> None:
    for method, path, operation in operations(said):
        assert CHINESE.search(operation["summary"]), (method, path)
        assert CHINESE.search(operation["description"]), (method, path)


def test_every_act_cites_its_clause(said: dict[str, Any]) -> None:
    cited = {o["operationId"]: o["description"] for _, _, o in operations(said) if "依据：" in o["description"]}
    assert "武政发〔2021〕15号 五（三）2" in cited["case-transfer_approve"]
    assert "行政处罚法 第五十四条" in cited["case-transfer_file"]
    assert not [name for name, text in cited.items() if "依据：。" in text]


def test_every_operation_describes_every_answer(said: dict[str, Any]) -> None:
    for method, path, operation in operations(said):
        expected = ALWAYS | (SENT if method == "post" else set()) | ({"404"} if "{" in path else set())
        assert expected <= set(operation["responses"]), (method, path)


def test_every_operation_asks_for_a_token(said: dict[str, Any]) -> None:
    assert [path for _, path, operation in operations(said) if not operation.get("security")] == []
    assert said["components"]["securitySchemes"] == {"Token": {"type": "http", "scheme": "bearer"}}


def test_every_name_is_given_once(said: dict[str, Any]) -> None:
    names = Counter(operation["operationId"] for _, _, operation in operations(said))
    assert [name for name, n in names.items() if n > 1] == []


def test_nothing_of_the_code_is_told(said: dict[str, Any]) -> None:
    told = [schema.get("description", "") for schema in said["components"]["schemas"].values()]
    assert [text for text in told if text] == []
