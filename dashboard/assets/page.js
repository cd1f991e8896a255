/* The head of the document follows the page; a link into the page finds its place; texts copy. */
(function () {
  "use strict";
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    vulgraad: {
      head: function (data) {
        if (data) {
          document.title = data.title;
          document.documentElement.lang = data.lang;
          if (window.location.hash) {
            window.setTimeout(function () {
              var place = document.getElementById(window.location.hash.slice(1));
              if (place) { place.scrollIntoView(); }
            }, 0);
          }
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
    plot.querySelector(".js-plotly-plot").on("plotly_click", function (event) {
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

  new MutationObserver(function () {
    document.querySelectorAll("[data-pick]:not([data-ready])").forEach(function (plot) {
      var graph = plot.querySelector(".js-plotly-plot");
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
}());
