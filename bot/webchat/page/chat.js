// The page works without this file. It sends without loading anew, shows answers as they come, and keeps what could not be sent.
(function () {
  "use strict";
  var d = document, w = window;
  if (!w.fetch || !w.EventSource || !w.URLSearchParams || !w.crypto) { return; }
  function el(id) { return d.getElementById(id); }
  var lines = el("lines"), wait = el("wait"), problem = el("problem"), status = el("status"), scroll = el("scroll");
  var form = el("write"), box = el("text"), token = form.elements.token.value;
  var last = Number(lines.dataset.last);
  var queue = [], sending = false, pause = 0, timer = 0, quiet = 0;

  // ---- what is shown

  function tell(text) {
    problem.textContent = text || "";
    problem.hidden = !text;
  }

  function awaited(yes) {
    clearTimeout(quiet);
    wait.hidden = !yes;
    if (yes) { quiet = setTimeout(function () { wait.hidden = true; }, 20000); }
  }

  // Choices belong to the newest question, until something is said.
  function choices() {
    var live = true, all = lines.querySelectorAll(".line");
    for (var i = all.length - 1; i >= 0; i--) {
      if (all[i].classList.contains("mine") && !all[i].classList.contains("failed")) { live = false; }
      var set = all[i].querySelector("fieldset");
      if (set) { set.disabled = !live; live = false; }
    }
  }

  function at(selector) { return lines.querySelector(selector); }

  // put shows a line from the server, once, in its place.
  function put(line) {
    var welcome = el("welcome");
    if (welcome) { welcome.remove(); }
    if (at('.line[data-n="' + line.n + '"]')) { return; }
    if (line.id) {
      var mine = at('.pending[data-id="' + line.id + '"]');
      if (mine) { mine.remove(); }
      done(line.id);
    }
    var holder = d.createElement("template");
    holder.innerHTML = line.html;
    var item = holder.content.firstElementChild, next = null, all = lines.querySelectorAll(".line");
    for (var i = 0; i < all.length && !next; i++) {
      if (!all[i].dataset.n || Number(all[i].dataset.n) > line.n) { next = all[i]; }
    }
    var days = lines.querySelectorAll(".day");
    if (!days.length || (days[days.length - 1].dataset.day !== line.day && !(next && next.dataset.n))) {
      var day = d.createElement("li");
      day.className = "day";
      day.textContent = day.dataset.day = line.day;
      lines.insertBefore(day, next);
    }
    lines.insertBefore(item, next);
    if (!line.id) { awaited(false); }
    choices();
  }

  // change shows what a line says now, if the line is here.
  function change(line) {
    var item = at('.line[data-n="' + line.n + '"]'), holder = d.createElement("template");
    if (!item) { return; }
    holder.innerHTML = line.html;
    item.replaceWith(holder.content.firstElementChild);
    choices();
  }

  function pending(m) {
    var item = el("mine").content.firstElementChild.cloneNode(true);
    item.dataset.id = m.id;
    item.querySelector(".text").textContent = m.shown;
    item.querySelector(".again").addEventListener("click", function () { pause = 0; pump(); });
    lines.appendChild(item);
    choices();
    scroll.scrollTop = 0; // the newest end, see the style
  }

  function note(m, text, again) {
    var item = at('.pending[data-id="' + m.id + '"]');
    if (!item) { return; }
    item.classList.toggle("failed", again);
    item.querySelector(".note").textContent = text;
    item.querySelector(".again").hidden = !again;
    choices();
  }

  // ---- sending: in order, one at a time, again until it is known to have arrived; the id makes a repetition harmless

  function newID() {
    var bytes = w.crypto.getRandomValues(new Uint8Array(12)), s = "";
    for (var i = 0; i < bytes.length; i++) { s += ("0" + bytes[i].toString(16)).slice(-2); }
    return s;
  }

  // Kept for this tab only: a reload in a dead spot must not lose what was typed.
  function keep() {
    try { w.sessionStorage.setItem("lopo", JSON.stringify(queue)); } catch (e) { /* private mode: it lives as long as the page */ }
  }

  function send(m) {
    m.id = newID();
    tell("");
    var welcome = el("welcome");
    if (welcome) { welcome.remove(); }
    queue.push(m);
    keep();
    pending(m);
    pause = 0;
    pump();
  }

  function done(id) {
    queue = queue.filter(function (m) { return m.id !== id; });
    keep();
  }

  function pump() {
    clearTimeout(timer);
    if (sending || !queue.length) { return; }
    sending = true;
    var m = queue[0], body = new URLSearchParams(), stop = w.AbortController ? new AbortController() : null;
    body.append("id", m.id);
    body.append("token", token);
    body.append(m.tap ? "tap" : "text", m.text);
    if (m.tap) { body.append("ask", m.ask); }
    note(m, "Mengirim", false);
    var limit = setTimeout(function () { if (stop) { stop.abort(); } }, 15000);
    fetch("./", { method: "POST", body: body, headers: { Accept: "application/json" }, credentials: "same-origin", signal: stop ? stop.signal : undefined })
      .then(function (r) { return r.json().then(function (j) { return { status: r.status, body: j }; }); })
      .then(function (r) {
        if (r.status === 200) {
          pause = 0;
          tell("");
          var item = at('.pending[data-id="' + m.id + '"]');
          done(m.id);
          put(r.body);
          if (item) { item.remove(); }
          if (lines.lastElementChild.classList.contains("mine")) { awaited(true); }
          return;
        }
        if (r.status === 429 || r.status >= 500) { throw r.body; }
        // It will never be taken like this: give it back.
        var gone = at('.pending[data-id="' + m.id + '"]');
        if (gone) { gone.remove(); }
        done(m.id);
        if (!m.tap && !box.value) { box.value = m.text; grow(); }
        tell(r.body.error);
        choices();
      })
      .catch(function (e) {
        if (queue[0] !== m) { return; } // the stream showed it: it arrived, only the reply was lost
        pause = Math.min(pause ? pause * 2 : 2000, 30000);
        note(m, "Belum terkirim", true);
        tell(e && e.error ? e.error : "Belum tersambung. Pesan dikirim otomatis begitu ada sinyal.");
        timer = setTimeout(pump, pause);
      })
      .then(function () {
        clearTimeout(limit);
        sending = false;
        if (!pause) { pump(); }
      });
  }

  d.addEventListener("submit", function (e) {
    var f = e.target, button = e.submitter || d.activeElement;
    if (f === form) {
      e.preventDefault();
      var text = box.value.trim();
      if (text) { box.value = ""; grow(); send({ text: text, shown: text }); }
      box.focus();
    } else if (f.classList.contains("choices") && button && button.name === "tap") {
      e.preventDefault();
      send({ tap: true, text: button.value, ask: f.elements.ask.value, shown: button.querySelector("span").textContent });
    } else if (f.classList.contains("start")) {
      e.preventDefault();
      var start = f.querySelector("button");
      send({ text: start.value, shown: start.value });
    } else {
      try { w.sessionStorage.removeItem("lopo"); } catch (x) { /* nothing was kept */ }
    }
  });

  // ---- the box

  function grow() {
    box.style.height = "auto";
    box.style.height = box.scrollHeight + 2 + "px";
  }
  box.addEventListener("input", grow);
  // On a keyboard Enter sends; a phone's Enter is a new line, its button sends.
  box.addEventListener("keydown", function (e) {
    if (e.key !== "Enter" || e.shiftKey || e.isComposing || w.matchMedia("(pointer: coarse)").matches) { return; }
    e.preventDefault();
    form.querySelector("button").click();
  });

  // ---- receiving

  var stream = null, redial = 1000;
  function online(yes) { status.textContent = yes ? status.dataset.usual : "Menyambungkan lagi…"; }

  function connect() {
    if (stream) { stream.close(); }
    stream = new EventSource("events?after=" + last);
    stream.onopen = function () { redial = 1000; online(true); };
    stream.onerror = function () {
      if (navigator.onLine === false) { online(false); }
      if (stream.readyState === 2) { // refused: the browser will not try again by itself
        online(false);
        setTimeout(connect, redial);
        redial = Math.min(redial * 2, 30000);
      }
    };
    stream.addEventListener("line", function (e) {
      last = Math.max(last, Number(e.lastEventId));
      put(JSON.parse(e.data));
    });
    stream.addEventListener("change", function (e) { change(JSON.parse(e.data)); });
    stream.addEventListener("typing", function () { awaited(true); });
    stream.addEventListener("reset", function () { w.location.reload(); });
  }

  w.addEventListener("online", function () { pause = 0; connect(); pump(); });
  w.addEventListener("offline", function () { online(false); });
  w.addEventListener("pageshow", function (e) { if (e.persisted) { w.location.reload(); } });

  try { queue = JSON.parse(w.sessionStorage.getItem("lopo")) || []; } catch (e) { queue = []; }
  queue = queue.filter(function (m) { return !at('.line[data-id="' + m.id + '"]'); });
  queue.forEach(pending);
  grow();
  choices();
  connect();
  pump();
  d.documentElement.dataset.ready = "1";
})();
