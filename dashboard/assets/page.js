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

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) { return; }
    var said = button.parentElement.querySelector("[role=status]");
    copy(document.getElementById(button.dataset.copy).innerText).then(function () {
      said.textContent = button.dataset.copied;
    }, function () { said.textContent = ""; });
  });
}());
