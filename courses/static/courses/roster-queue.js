// Marks of presence, and people taken down, that wait on this device until the site has them: in order, each with the
// key that makes it one; a mark names somebody taken down here by that key.
// They are kept by account: another teacher on the same telephone neither sees nor sends them.
(() => {
  "use strict";

  const NAME = "courses-roster";
  const AT_ONCE = 50;

  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  const open = () => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("marks", { keyPath: "order", autoIncrement: true });
    return done(request);
  };

  let place;
  const store = async (mode) => {
    place ??= open();
    return (await place).transaction("marks", mode).objectStore("marks");
  };

  const waiting = async (account) => (await done((await store("readonly")).getAll())).filter((one) => one.account === account);
  const add = async (mark) => done((await store("readwrite")).add(mark));
  const drop = async (order) => done((await store("readwrite")).delete(order));

  /** A token for this account: null when nobody, or somebody else, is signed in. Throws without network. */
  const tokenFor = async (account, address) => {
    const answer = await fetch(address, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect" || answer.status === 401) return null;
    if (!answer.ok) throw new Error(answer.status);
    const told = await answer.json();
    return told.account === account ? told.token : null;
  };

  const post = (address, token, marks) => fetch(address, {
    method: "POST",
    credentials: "same-origin",
    redirect: "manual",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ marks: marks.map(({ order, account, address: _address, ...mark }) => mark) }),
  });

  /** Sends what waits; answers "sent", "offline", "expired" or "failed". `refused` hears of each mark that was not taken. */
  const send = async (account, tokenAddress, refused) => {
    let token;
    for (;;) {
      const all = await waiting(account);
      if (!all.length) return "sent";
      const some = all.filter((one) => one.address === all[0].address).slice(0, AT_ONCE);
      let answer;
      try {
        token ??= await tokenFor(account, tokenAddress);
        if (!token) return "expired";
        answer = await post(some[0].address, token, some);
      } catch (error) {
        return error instanceof TypeError ? "offline" : "failed";
      }
      if (answer.type === "opaqueredirect" || answer.status === 401) return "expired";
      if (!answer.ok) return "failed";
      const { results } = await answer.json();
      const told = new Map(results.map((one) => [one.key, one]));
      for (const one of some) {
        const result = told.get(one.key);
        if (!result) return "failed";
        await drop(one.order);
        if (!result.ok) refused(one, result.message, result.stands);
      }
    }
  };

  window.coursesRoster = { add, waiting, send };
})();
