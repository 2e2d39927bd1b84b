"use strict";
// SAMP by its Web Profile (IVOA SAMP 1.3, section 5): the hub of TOPCAT, Aladin or another program on this machine
// listens at localhost:21012 and asks its user before it lets a page in. Messages are XML-RPC.
window.samp = (function () {
  const hub = "http://localhost:21012/";
  let key = null;
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  function written(value) {
    if (Array.isArray(value)) {
      return "<value><array><data>" + value.map(written).join("") + "</data></array></value>";
    }
    if (value && typeof value === "object") {
      const members = Object.entries(value).map(([name, one]) =>
        "<member><name>" + escaped(name) + "</name>" + written(one) + "</member>");
      return "<value><struct>" + members.join("") + "</struct></value>";
    }
    return "<value><string>" + escaped(String(value)) + "</string></value>";
  }
  function read(value) {
    const inner = value.firstElementChild;
    if (!inner) return value.textContent;
    const children = (one) => [...one.children];
    if (inner.tagName === "struct") {
      return Object.fromEntries(children(inner).map((member) =>
        [member.querySelector(":scope > name").textContent, read(member.querySelector(":scope > value"))]));
    }
    if (inner.tagName === "array") return children(inner.firstElementChild).map(read);
    return inner.textContent;
  }
  async function call(method, ...all) {
    const body = "<?xml version='1.0'?><methodCall><methodName>samp.webhub." + method + "</methodName><params>"
      + all.map((one) => "<param>" + written(one) + "</param>").join("") + "</params></methodCall>";
    const answer = await fetch(hub, { method: "POST", body, headers: { "Content-Type": "text/xml" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/xml");
    const fault = page.querySelector("methodResponse > fault > value");
    if (fault) throw new Error(read(fault).faultString || "the hub refuses");
    const value = page.querySelector("methodResponse > params > param > value");
    if (!value) throw new Error("the hub's answer is no XML-RPC");
    return read(value);
  }
  // Asks the hub for what others sent, until it is left; each message goes to the function of its type.
  async function listen(own, heard, lost) {
    while (key === own) {
      let calls = [];
      try {
        calls = await call("pullCallbacks", own, "10");
      } catch (error) {
        if (key === own) { key = null; lost(); }
        return;
      }
      // Some hubs answer at once that there is nothing.
      if (!calls.length) await new Promise((go) => setTimeout(go, 500));
      for (const one of calls) {
        const method = one["samp.methodName"], params = one["samp.params"];
        const message = params[params.length - 1], act = heard[message["samp.mtype"]];
        if (/receiveNotification$|receiveCall$/.test(method) && act) await act(message["samp.params"]);
        if (/receiveCall$/.test(method)) {
          await call("reply", own, params[1], { "samp.status": "samp.ok", "samp.result": {} }).catch(() => {});
        }
      }
    }
  }
  return {
    connected: () => key !== null,
    // heard: a function for each type of message; lost is called when the hub goes away.
    async connect(name, heard, lost) {
      key = (await call("register", { "samp.name": name }))["samp.private-key"];
      await call("declareMetadata", key, { "samp.name": name,
        "samp.description.text": "The sources of a run, laid out by what a network learned" });
      await call("declareSubscriptions", key, Object.fromEntries(Object.keys(heard).map((one) => [one, {}])));
      await call("allowReverseCallbacks", key, "1");
      listen(key, heard, lost);
    },
    tell: (type, params) => call("notifyAll", key, { "samp.mtype": type, "samp.params": params }),
    async leave() {
      const own = key;
      key = null;
      await call("unregister", own).catch(() => {});
    },
  };
})();
