"""Operations of real documents by others, called over a socket; openapi-core judges requests."""

import pytest
from server import Document, Server, Values, bundled, judgeable
from support.corpus import DOCUMENTS
from support.corpus_calls import ROUNDS, CorpusCaller, OperationCall
from support.corpus_packages import corpus_package, corpus_sample
from support.packages import load

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.usefixtures("shared")]

_NO_STYLE = "openapi-core does not read this style in a path"
_OTHER_PATH = "openapi-core takes it for another path that fits"
_NO_ESCAPES = "openapi-core compares a path with its escapes"
_NO_ASCII = "the value made for a header is not ASCII, which the runtime refuses"
_NO_VALUE = "no value is made that is valid for the schema"
_NULL = "openapi-core does not read null in a query"
_NO_NULL = "null is left out of a form"
_BYTES = "openapi-core reads no form that is a file"
_LIST = "openapi-core reads a list of one value in a form as the value"
# Calls that cannot be judged, and why. An entry that is not needed fails its test.
NOT_JUDGED = {
    "box": {"POST /files/{file_id}/copy": _NO_VALUE},
    "discord": {"PATCH /applications/{application_id}": _NO_VALUE},
    "hey-full-31": {
        "POST /api/v{api-version}/upload": _BYTES,
        "POST /api/v{api-version}/parameters/{parameterPath}": _NO_ASCII,
        "POST /api/v{api-version}/parameters/"
        "{parameter.path.1}/{parameter-path-2}/{PARAMETER-PATH-3}": _NO_ASCII,
        "GET /api/v{api-version}/types": _NULL,
        "POST /api/v{api-version}/non-ascii-æøåÆØÅöôêÊ字符串": _NO_ESCAPES,
    },
    "letta": {"POST /v1/agents/": _NO_ASCII},
    "mistral": {
        "GET /v1/workflows/executions/{execution_id}/stream": _NO_VALUE,
        "PATCH /v1/connectors/{connector_id}": _OTHER_PATH,
    },
    "oapi-codegen-param-roundtrip": {
        "GET /labelExplodeArray/{param}": _NO_STYLE,
        "GET /labelNoExplodeArray/{param}": _NO_STYLE,
        "GET /labelNoExplodeObject/{param}": _NO_STYLE,
        "GET /labelPrimitive/{param}": _NO_STYLE,
        "GET /matrixExplodeArray/{id}": _NO_STYLE,
        "GET /matrixExplodeObject/{id}": _NO_STYLE,
        "GET /matrixExplodePrimitive/{id}": _NO_STYLE,
        "GET /matrixNoExplodeObject/{id}": _NO_STYLE,
        "GET /matrixPrimitive/{id}": _NO_STYLE,
    },
    "opc-baseline-31": {
        "GET /tests/": _NULL,
        "POST /tests/callback": _NO_VALUE,
        "POST /tests/upload": _NO_NULL,
    },
    "paypal-orders-v2": {
        "POST /v2/checkout/orders": _NO_VALUE,
        "POST /v2/checkout/orders/{id}/authorize": _NO_VALUE,
        "POST /v2/checkout/orders/{id}/capture": _NO_VALUE,
        "POST /v2/checkout/orders/{id}/confirm-payment-source": _NO_VALUE,
    },
    "twilio-messaging-v1": {
        "POST /v1/Tollfree/Verifications/{Sid}": _LIST,
    },
    "xero-accounting": {
        "GET /Accounts/{AccountID}/Attachments/{FileName}": _OTHER_PATH,
        "GET /BankTransfers/{BankTransferID}/Attachments/{FileName}": _OTHER_PATH,
    },
}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("slug", DOCUMENTS)
def test_calls_of_a_real_document(tmp_path_factory, slug):
    folder = corpus_package(tmp_path_factory, slug)
    sample = corpus_sample(folder)
    data = bundled(DOCUMENTS[slug][0])
    faults: dict[str, str] = {}
    with Server(judgeable(data), base="/base") as server:
        caller = CorpusCaller(load(folder), sample, server)
        document = Document(data)
        values = Values(document)
        for operation in sample.operations:
            call = OperationCall(operation, document, values)
            for kind, optional in ROUNDS:
                for fault in caller.faults(operation, call.arguments(kind, optional=optional)):
                    faults.setdefault(str(call), fault)
    expected = NOT_JUDGED.get(slug, {})
    assert {key: fault for key, fault in faults.items() if key not in expected} == {}
    assert expected.keys() <= faults.keys()
