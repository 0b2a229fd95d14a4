"""Proxies, as the environment names them. The name `api.kolsite.test` is known to none but our proxy."""

import contextlib
import os

import certificates
import proxies
from proxies import Proxy, free_port
from servers import Server, answer, good
from trial import TOKEN, Skipped

NAME = "https://api.kolsite.test"


@contextlib.contextmanager
def network(tls=True, guarded=False):
    """A server and the proxy that leads to it."""
    with Server(good, certificates.context() if tls else None) as server, Proxy(server.port, guarded) as proxy:
        yield server, proxy


def fetch(trial, variables, url=NAME, **options):
    environment = {"SSL_CERT_FILE": certificates.authority(), **variables}
    return trial.fetch(url, environment=environment, secrets=proxies.SECRETS, **options)


def was_asked(trial, proxy, run, times=1):
    expected = ["CONNECT api.kolsite.test:443 HTTP/1.1"] * times
    trial.check(proxy.asked == expected, f"the proxy asked: {expected}", str(proxy.asked), run)
    heads = b"".join(request.head for request in proxy.requests)
    trial.check(
        b"network-token" not in heads and b"/api/" not in heads, "no word of the request to the proxy", "one", run)


def https(variable):
    def case(trial):
        with network() as (server, proxy):
            run = fetch(trial, {variable: f"http://127.0.0.1:{proxy.port}"}, kols=3, calls=None, concurrency=1)
        trial.got(run, 3)
        was_asked(trial, proxy, run)
    return case


def without_scheme(trial):
    with network() as (server, proxy):
        run = fetch(trial, {"HTTPS_PROXY": f"127.0.0.1:{proxy.port}"})
    trial.got(run)
    was_asked(trial, proxy, run)


def needs_own_network():
    """The only plain http address beside loopback is the API's in China: a faulty program must not reach it."""
    if not os.environ.get("KOLSITE_OWN_NETWORK"):
        raise Skipped("the system gives the test no network of its own")


def fetch_plain(trial, variables):
    needs_own_network()
    return trial.fetch(
        None, environment=variables, secrets=proxies.SECRETS, allowInsecure=True)


def plain(variable):
    def case(trial):
        needs_own_network()
        with network(tls=False) as (server, proxy):
            run = fetch_plain(trial, {variable: f"http://127.0.0.1:{proxy.port}"})
        trial.got(run)
        whole = all(line.startswith("GET http://") for line in proxy.asked)
        trial.check(proxy.asked and whole, "whole addresses at the proxy", str(len(proxy.asked)), run)
    return case


def cgi(trial):
    """`HTTP_PROXY` can be a request's header there (httpoxy)."""
    needs_own_network()
    with network(tls=False) as (server, proxy):
        run = fetch_plain(trial, {"HTTP_PROXY": f"http://127.0.0.1:{proxy.port}", "REQUEST_METHOD": "GET"})
    trial.failed(run)
    trial.check(not proxy.asked, "nothing at the proxy", str(len(proxy.asked)), run)


def not_for(variable, value):
    def case(trial):
        with network() as (server, proxy):
            run = fetch(trial, {"HTTPS_PROXY": f"http://127.0.0.1:{proxy.port}", variable: value})
        trial.failed(run, "resolve|name|host")
        trial.check(not proxy.requests, "nothing at the proxy", str(proxy.asked), run)
    return case


def other_exception(trial):
    with network() as (server, proxy):
        run = fetch(trial, {
            "HTTPS_PROXY": f"http://127.0.0.1:{proxy.port}", "NO_PROXY": "other.test,kolsite.example,pi.kolsite.test"})
    trial.got(run)
    was_asked(trial, proxy, run)


def loopback(host, name, tls):
    def case(trial):
        with network() as (_, proxy), Server(
                good, certificates.context() if tls else None, host=host, name=name) as server:
            address = f"http://127.0.0.1:{proxy.port}"
            names = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
            run = fetch(trial, dict.fromkeys(names, address), server.url)
        trial.got(run)
        trial.check(not proxy.requests, "nothing at the proxy", str(proxy.asked), run)
    return case


def guarded(credentials, judge):
    def case(trial):
        with network(guarded=True) as (server, proxy):
            run = fetch(trial, {"HTTPS_PROXY": f"http://{credentials}127.0.0.1:{proxy.port}"})
        judge(trial, run, server)
    return case


def guarded_tinyproxy(credentials, judge):
    def case(trial):
        with network() as (server, proxy):
            port = proxies.tinyproxy(trial, proxy.port, guarded=True)
            run = fetch(trial, {"HTTPS_PROXY": f"http://{credentials}127.0.0.1:{port}"})
        judge(trial, run, server)
    return case


def lets_through(trial, run, server):
    trial.got(run)


def wants_credentials(trial, run, server):
    trial.failed(run, "proxy")
    trial.says(run, "407|401|authenticat|credential|password")
    trial.check(not server.requests, "nothing at the server", f"{len(server.requests)} requests", run)


def real_proxy(trial):
    with network() as (server, proxy):
        run = fetch(
            trial, {"HTTPS_PROXY": f"http://127.0.0.1:{proxies.tinyproxy(trial, proxy.port)}"}, kols=40, calls=None)
    trial.got(run, 40)


def real_proxy_plain(trial):
    needs_own_network()
    with network(tls=False) as (server, proxy):
        run = fetch_plain(trial, {"http_proxy": f"http://127.0.0.1:{proxies.tinyproxy(trial, proxy.port)}"})
    trial.got(run)
    trial.check(
        server.requests and server.requests[0].values("via"), "a request that went through tinyproxy", "none", run)


def real_proxy_without_upstream(trial):
    run = fetch(trial, {"HTTPS_PROXY": f"http://127.0.0.1:{proxies.tinyproxy(trial, free_port())}"})
    trial.failed(run, "proxy")


def dead(trial):
    run = fetch(trial, {"HTTPS_PROXY": f"http://{proxies.WRITTEN}@127.0.0.1:{free_port()}"})
    trial.failed(run, "proxy")


def unknown_name(trial):
    run = fetch(trial, {"HTTPS_PROXY": f"http://{proxies.WRITTEN}@proxy.kolsite.test:3128"})
    trial.failed(run, "proxy")


def malformed(value):
    def case(trial):
        with network() as (server, proxy):
            run = fetch(trial, {
                "HTTPS_PROXY": value.replace("PORT", str(proxy.port)), "HTTP_PROXY": f"http://127.0.0.1:{proxy.port}"})
        trial.refused(run, "HTTPS_PROXY")
        trial.check(not proxy.requests, "nothing at the proxy", str(proxy.asked), run)
    return case


def token_on_the_way(trial):
    """A proxy that repeats what it was asked in its refusal."""
    def handle(connection):
        request = connection.request()
        body = request.head + TOKEN.encode() + proxies.CREDENTIALS.encode()
        connection.send(answer(body, f"502 {proxies.WRITTEN}"))
    with Server(handle) as proxy:
        run = fetch(trial, {"HTTPS_PROXY": f"http://{proxies.WRITTEN}@127.0.0.1:{proxy.port}"})
    trial.failed(run, "proxy")


def cases():
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]:
        yield f"{variable} is asked for https", https(variable)
    yield "HTTPS_PROXY without a scheme", without_scheme
    for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"]:
        yield f"{variable} is asked for http", plain(variable)
    yield "HTTP_PROXY is nothing in a CGI program", cgi
    for variable, value in [
        ("NO_PROXY", "api.kolsite.test"), ("no_proxy", "other.test, api.kolsite.test"), ("NO_PROXY", ".kolsite.test"),
        ("NO_PROXY", "*"),
    ]:
        yield f"{variable}={value} goes past the proxy", not_for(variable, value)
    yield "NO_PROXY with other names does not", other_exception
    for host, name, tls in [
        ("127.0.0.1", None, False), ("127.0.0.1", "localhost", False), ("127.0.0.1", None, True), ("::1", None, False),
    ]:
        spelled = f"{'https' if tls else 'http'}://{'localhost' if tls else name or host.replace('::1', '[::1]')}"
        yield f"{spelled} never goes through a proxy", loopback(host, name, tls)
    for made, kind, written in [
        (guarded, "ours", proxies.WRITTEN), (guarded_tinyproxy, "tinyproxy", proxies.PLAIN_WRITTEN),
    ]:
        yield f"407 without credentials ({kind})", made("", wants_credentials)
        yield f"407 with credentials ({kind})", made(f"{written}@", lets_through)
        yield f"407 with wrong credentials ({kind})", made(f"{written}ly@", wants_credentials)
    yield "40 KOLs over https through tinyproxy", real_proxy
    yield "http through tinyproxy", real_proxy_plain
    yield "tinyproxy that reaches nobody", real_proxy_without_upstream
    yield "a proxy that repeats what it was asked", token_on_the_way
    yield "a proxy that is not there", dead
    yield "a proxy whose name nobody knows", unknown_name
    for value in [
        f"http://{proxies.WRITTEN}@127.0.0.1:notaport", f"ftp://{proxies.WRITTEN}@127.0.0.1:PORT", "http://",
        f"http://{proxies.WRITTEN}@", f"http://{proxies.WRITTEN}@127.0.0.1:99999", f"{proxies.WRITTEN}@bad host",
    ]:
        shown = value.replace(proxies.WRITTEN, "user:password")
        yield f"HTTPS_PROXY={shown} is refused", malformed(value)
