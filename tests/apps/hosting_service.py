"""The service of `hosting.yaml`, and the host that its downloads are on."""

from __future__ import annotations

import json
from dataclasses import dataclass

from werkzeug.wrappers import Request, Response

TOKEN = "tok_1"
ARCHIVE = b"\x1f\x8b an archive"
ISSUES = [{"number": number, "title": f"Issue {number}"} for number in range(1, 6)]


@dataclass
class Hosting:
    """The service: `archives` is the URL of the host that downloads are on."""

    archives: str

    def __call__(self, request: Request) -> Response:
        """Return the response to a request."""
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return _json(401, {"message": "Bad credentials", "status": "401"})
        match request.method, request.path.strip("/").split("/")[1:]:
            case "GET", [_, "missing", "issues"]:
                return _json(404, {"message": "Not Found", "documentation_url": "https://docs"})
            case "GET", [_, _, "issues"]:
                return _issues(request)
            case "POST", [_, _, "issues"]:
                return _new_issue(request)
            case "GET", [_, _, "tarball", ref]:
                return Response(status=302, headers={"location": f"{self.archives}/{ref}.tar.gz"})
            case "POST", [_, _, "releases", _, "assets"]:
                size = len(request.get_data())
                made = {"name": request.args["name"], "size": size, "state": "uploaded"}
                return _json(201, made)
        return _json(404, {"message": "Not Found"})


def archive(request: Request) -> Response:
    """Return an archive; a host of archives refuses the credential of another host."""
    if "authorization" in request.headers:
        return Response("a credential of another host", 400)
    return Response(ARCHIVE, content_type="application/x-gzip")


def _issues(request: Request) -> Response:
    size, number = request.args.get("per_page", 30, int), request.args.get("page", 1, int)
    page = ISSUES[size * (number - 1) : size * number]
    links = [f'<{request.base_url}?per_page={size}&page=1>; rel="first"']
    if size * number < len(ISSUES):
        links.append(f'<{request.base_url}?per_page={size}&page={number + 1}>; rel="next"')
    return _json(200, page, link=", ".join(links))


def _new_issue(request: Request) -> Response:
    title = request.get_json()["title"]
    if not title:
        error = {"resource": "Issue", "field": "title", "code": "missing_field"}
        failed = {"message": "Validation Failed", "documentation_url": "https://docs"}
        return _json(422, {**failed, "errors": [error]})
    return _json(201, {"number": 6, "title": str(title)})


def _json(status: int, data: object, **headers: str) -> Response:
    return Response(json.dumps(data), status, headers, content_type="application/json")
