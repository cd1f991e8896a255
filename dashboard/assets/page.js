/* What pages do beside being read: texts copy, the search box suggests, and where a page changes by itself the head
   of the document follows it. Without this file everything can still be read, searched and downloaded. */
(function () {
  "use strict";
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    vulgraad: {
      head: function (data) {
        if (data) {
          document.title = data.title;
          document.documentElement.lang = data.lang;
        }
        return window.dash_clientside.no_update;
      }
    }
  });

  function copy(text) {
    if (navigator.clipboard) { return navigator.clipboard.writeText(text); }
    return new Promise(function (resolve, reject) {
      var area = document.createElement("textarea");
      area.value = text;
      document.body.appendChild(area);
      area.select();
      var done = document.execCommand("copy");
      area.remove();
      if (done) { resolve(); } else { reject(new Error("copy")); }
    });
  }

  /* Two points that are picked in a chart, in whichever order, lead to what is between them. */
  function days(plot) {
    var first = "";
    drawn(plot).on("plotly_click", function (event) {
      var day = String(event.points[0].x).slice(0, 10), said = plot.parentElement.querySelector("[role=status]");
      if (!first) {
        first = day;
        said.textContent = plot.dataset.picked.replace("{day}", day);
      } else if (first !== day) {
        var two = [first, day].sort();
        window.location.assign(plot.dataset.pick.replace("{first}", two[0]).replace("{last}", two[1]));
      }
    });
  }

  function drawn(plot) {
    return plot.classList.contains("js-plotly-plot") ? plot : plot.querySelector(".js-plotly-plot");
  }

  new MutationObserver(function () {
    document.querySelectorAll("[data-pick]:not([data-ready])").forEach(function (plot) {
      var graph = drawn(plot);
      if (graph && graph.on) { plot.dataset.ready = "1"; days(plot); }
    });
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) { return; }
    var said = button.parentElement.querySelector("[role=status]");
    copy(document.getElementById(button.dataset.copy).innerText).then(function () {
      said.textContent = button.dataset.copied;
    }, function () { said.textContent = ""; });
  });

  /* Suggestions: the box stays a plain search box that asks the site; arrows choose, Enter goes, Escape closes. */
  function suggest(box) {
    var input = box.querySelector("input[type=search]"), list = document.createElement("ul");
    var said = document.createElement("p"), chosen = -1, wait = 0, asked = 0;
    list.id = input.id + "-suggestions";
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.dataset.suggestions);
    said.className = "unseen";
    said.setAttribute("role", "status");
    list.hidden = true;
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.form.append(list, said);

    function close() {
      list.hidden = true;
      list.replaceChildren();
      said.textContent = "";
      choose(-1);
    }
    function choose(place) {
      chosen = place;
      Array.from(list.children).forEach(function (item, at) { item.setAttribute("aria-selected", String(at === place)); });
      if (place < 0) { input.removeAttribute("aria-activedescendant"); return; }
      input.setAttribute("aria-activedescendant", list.children[place].id);
      list.children[place].scrollIntoView({ block: "nearest" });
    }
    function show(found) {
      if (!found.items.length) { close(); return; }
      list.replaceChildren.apply(list, found.items.map(function (one, at) {
        var item = document.createElement("li"), about = document.createElement("span");
        item.id = list.id + "-" + at;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.dataset.href = one.href;
        item.lang = one.lang;
        item.textContent = one.name + " ";
        about.textContent = one.about;
        about.lang = one.about_lang;
        about.className = "reason";
        item.append(about);
        return item;
      }));
      list.hidden = false;
      said.textContent = found.said;
      choose(-1);
    }
    function ask() {
      var number = ++asked, text = input.value.trim();
      if (text.length < 2) { close(); return; }
      fetch(box.dataset.suggest + "?q=" + encodeURIComponent(text)).then(function (answer) {
        return answer.ok ? answer.json() : { items: [] };
      }).then(function (found) { if (number === asked) { show(found); } }, close);
    }

    input.addEventListener("input", function () { window.clearTimeout(wait); wait = window.setTimeout(ask, 150); });
    input.addEventListener("keydown", function (event) {
      var most = list.children.length - 1;
      if (event.key === "Escape") { close(); }
      if (list.hidden) { return; }
      if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen >= most ? 0 : chosen + 1); }
      if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen <= 0 ? most : chosen - 1); }
      if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); window.location.assign(list.children[chosen].dataset.href); }
    });
    list.addEventListener("mousedown", function (event) { event.preventDefault(); });
    list.addEventListener("click", function (event) {
      var item = event.target.closest("[data-href]");
      if (item) { window.location.assign(item.dataset.href); }
    });
    input.addEventListener("blur", function () { asked += 1; window.clearTimeout(wait); close(); });
  }

  document.addEventListener("focusin", function (event) {
    var box = event.target.closest("[data-suggest]");
    if (box && !box.dataset.armed) { box.dataset.armed = ""; suggest(box); }
  });
  /* What a box for a day holds is told in the language of the page: the box itself speaks that of the browser. */
  document.addEventListener("change", function (event) {
    var box = event.target, note = box.type === "date" && box.labels[0].querySelector("[data-chosen]");
    if (!note) { return; }
    var said = new Intl.DateTimeFormat(document.documentElement.lang === "en" ? "en-GB" : "nl-NL", { dateStyle: "long", timeZone: "UTC" });
    note.textContent = box.valueAsDate ? note.dataset.chosen.replace("{day}", said.format(box.valueAsDate)) : note.dataset.example;
  });
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.cite").forEach(function (one) { one.open = true; });
  });
}());
