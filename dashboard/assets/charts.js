/* Draws a chart when it comes near the screen, in the look of the reader; saves it as an image with its title,
   source and dates; and puts charts on paper. */
(function () {
  "use strict";
  var me = document.currentScript;
  var looks = JSON.parse(me.dataset.looks);
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var CONFIG = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false, showTips: false };
  var NEAR = "400px";
  var loading = null;

  function library() {
    if (window.Plotly) { return Promise.resolve(window.Plotly); }
    loading = loading || new Promise(function (resolve, reject) {
      var script = document.getElementById("plotly") || document.createElement("script");
      script.addEventListener("load", function () { resolve(window.Plotly); });
      script.addEventListener("error", reject);
      if (!script.src) { script.src = me.dataset.plotly; document.head.append(script); }
    });
    return loading;
  }

  function look() { return looks[dark.matches ? "dark" : "light"]; }

  function dressed(plot, worn) {
    var text = plot.dataset.figure;
    Object.keys(worn.swap).forEach(function (colour) { text = text.replaceAll(colour, worn.swap[colour]); });
    var figure = JSON.parse(text), layout = figure.layout;
    layout.font = Object.assign({}, layout.font, { color: worn.text });
    layout.paper_bgcolor = worn.paper;
    layout.plot_bgcolor = "rgba(0,0,0,0)";
    layout.hoverlabel = Object.assign({}, layout.hoverlabel,
      { bgcolor: worn.label, bordercolor: worn.line, font: Object.assign({}, layout.font, { color: worn.text }) });
    Object.keys(layout).filter(function (key) { return /^[xy]axis\d*$/.test(key); }).forEach(function (key) {
      Object.assign(layout[key], { linecolor: worn.line, tickcolor: worn.line, gridcolor: worn.grid });
    });
    return figure;
  }

  function draw(plot, worn, width) {
    var figure = dressed(plot, worn);
    if (width) { figure.layout.width = width; }
    plot.classList.add("drawn");
    return window.Plotly.react(plot, figure.data, figure.layout, Object.assign({ staticPlot: "still" in plot.dataset }, CONFIG));
  }

  var near = new IntersectionObserver(function (seen) {
    seen.filter(function (one) { return one.isIntersecting; }).forEach(function (one) {
      near.unobserve(one.target);
      library().then(function () { draw(one.target, look()); });
    });
  }, { rootMargin: NEAR });

  function watch() {
    document.querySelectorAll(".plot[data-figure]:not([data-watched])").forEach(function (plot) {
      plot.dataset.watched = "";
      near.observe(plot);
      var more = plot.closest("figure");
      if (more) { more.querySelectorAll("[data-image]").forEach(function (button) { button.hidden = false; }); }
    });
  }

  function plots() { return Array.from(document.querySelectorAll(".plot[data-figure]")); }

  dark.addEventListener("change", function () {
    plots().filter(function (plot) { return plot.classList.contains("drawn"); })
      .forEach(function (plot) { draw(plot, look()); });
  });
  window.addEventListener("beforeprint", function () {
    if (window.Plotly) { plots().forEach(function (plot) { near.unobserve(plot); draw(plot, looks.print, "still" in plot.dataset ? 0 : 640); }); }
  });
  window.addEventListener("afterprint", function () {
    if (window.Plotly) { plots().forEach(function (plot) { draw(plot, look()); }); }
  });

  /* Plotly breaks no lines, and reads some HTML. */
  function lines(text, most) {
    var said = [""];
    text.split(/\s+/).forEach(function (word) {
      var last = said[said.length - 1];
      if (last && last.length + word.length >= most) { said.push(word); } else { said[said.length - 1] = last ? last + " " + word : word; }
    });
    return said.map(function (line) { return line.replace(/&/g, "&amp;").replace(/</g, "&lt;"); });
  }

  function image(plot) {
    var WIDTH = 1200, HEIGHT = 720, ROW = 19, FONT = 15;
    var figure = dressed(plot, looks.print), layout = figure.layout;
    var title = lines(plot.dataset.title, 84);
    var foot = lines(plot.dataset.source, 130).concat(lines(plot.dataset.dates, 130));
    var under = 150 + foot.length * ROW, above = 44 + title.length * 26 + ((layout.margin || {}).t || 0);
    /* A chart with a bar for each of many bodies is as high as on the page, for larger letters: or names stand on bars. */
    var drawn = (layout.height || 0) * FONT / (layout.font.size || FONT);
    layout.width = WIDTH;
    layout.height = Math.max(HEIGHT, Math.ceil(drawn + above + under - 150));
    layout.font.size = FONT;
    layout.title = { text: "<b>" + title.join("<br>") + "</b>", x: 0.02, xanchor: "left", yanchor: "top",
      /* Plotly raises a title of several lines by half a line for each. */
      y: 1 - (18 + 13 * (title.length - 1)) / layout.height,
      font: { size: 20, color: looks.print.text } };
    layout.margin = { l: 24, r: 24, t: above, b: under };
    layout.annotations = (layout.annotations || []).concat([{ text: foot.join("<br>"), xref: "paper", yref: "paper",
      x: 0, xanchor: "left", y: 0, yanchor: "bottom", yshift: 12 - under, align: "left", showarrow: false,
      font: { size: 13, color: looks.print.text } }]);
    return { figure: figure, size: { width: WIDTH, height: layout.height, scale: 2 } };
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-image]");
    if (!button) { return; }
    var plot = button.closest("figure").querySelector(".plot"), made = image(plot);
    library().then(function (Plotly) {
      Plotly.downloadImage(made.figure, Object.assign({ format: button.dataset.image,
        filename: "vulgraad-" + plot.dataset.name }, made.size));
    });
  });

  watch();
  new MutationObserver(watch).observe(document.body, { childList: true, subtree: true });
}());
