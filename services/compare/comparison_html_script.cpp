#include "services/compare/comparison_html_script.h"

#include "services/compare/comparison_svg.h"
#include "services/compare/plain_number.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

namespace binnacle {

namespace {

// Plain DOM of today's browsers; texts go in as text, never as markup.
constexpr const char* script = R"js('use strict';
(function () {
const data = JSON.parse(document.getElementById('data').textContent);
const words = data.texts;
const hidden = new Set();
const make = (tag, text, kind) => {
  const node = document.createElement(tag);
  if (text) node.textContent = text;
  if (kind) node.className = kind;
  return node;
};
const short = v => v === null ? 'NaN' : Number(v.toPrecision(6)).toString();

// [value, text] at steps of 1, 2 or 5 times a power of ten, at most about `most` of them.
function niceTicks(low, high, most, least) {
  const found = [];
  if (!(high > low)) return found;
  const rough = Math.max((high - low) / most, least, Number.MIN_VALUE);
  const power = 10 ** Math.floor(Math.log10(rough));
  const unit = [1, 2, 5, 10].find(f => f * power >= rough * 0.999) * power;
  const decimals = Math.max(0, -Math.floor(Math.log10(unit) + 1e-9));
  const wide = Math.max(Math.abs(low), Math.abs(high)) >= 1e6 || decimals > 5;
  for (let i = Math.ceil(low / unit); i * unit <= high && found.length <= 2 * most; ++i)
    found.push([i * unit, wide ? (i * unit).toExponential(2) : (i * unit).toFixed(decimals)]);
  return found;
}

function paths(bands, x, y, box) {
  const at = (s, v) => ((s - x[0]) / (x[1] - x[0]) * box.w).toFixed(1) + ' ' +
    ((1 - (v - y[0]) / (y[1] - y[0])) * box.h).toFixed(1);
  let d = '', pen = 'M';
  for (const b of bands) {
    if (b[1] < x[0] || b[0] > x[1]) continue;
    const lowFirst = b[6] <= b[7];
    const points = b[0] === b[1] ? [[b[0], b[2]]] : [[b[0], b[2]],
      lowFirst ? [b[6], b[4]] : [b[7], b[5]], lowFirst ? [b[7], b[5]] : [b[6], b[4]], [b[1], b[3]]];
    for (const p of points) {
      if (p[1] === null) { pen = 'M'; continue; }
      d += pen + at(p[0], p[1]);
      pen = 'L';
    }
  }
  return d;
}

function chart(section, index) {
  const source = data.charts[index];
  const svg = section.querySelector('svg');
  const plot = svg.querySelector('.plot');
  const groups = [...svg.querySelectorAll('.line')];
  const view = svg.viewBox.baseVal;
  const box = { l: source.box[0], t: source.box[1], w: source.box[2], h: source.box[3] };
  const full = source.x;
  let x = full.slice(), y = source.y.slice();
  const tip = make('div', '', 'tip');
  tip.hidden = true;
  section.append(tip);

  const still = [...plot.querySelectorAll('.grid, .ytick, .xtick')];
  function ticks(whole) {
    plot.querySelectorAll('.grid, .ytick, .xtick').forEach(node => node.remove());
    if (whole) { plot.prepend(...still); return; }
    const nodes = [];
    const put = (kind, places) => {
      const drawn = still.find(node => node.classList.contains(kind));
      if (!drawn) return;
      const node = drawn.cloneNode(false);
      for (const [name, value] of Object.entries(places)) {
        if (name === 'text') node.textContent = value;
        else node.setAttribute(name, value.toFixed(1));
      }
      nodes.push(node);
    };
    for (const [value, text] of niceTicks(y[0], y[1], 4, 0)) {
      const at = (1 - (value - y[0]) / (y[1] - y[0])) * box.h;
      put('grid', { y1: at, y2: at });
      put('ytick', { y: at + 4, text });
    }
    for (const [value, text] of niceTicks(x[0], x[1], 6, 1))
      put('xtick', { x: (value - x[0]) / (x[1] - x[0]) * box.w, text });
    plot.prepend(...nodes);
  }

  function valueRange() {
    let low = Infinity, high = -Infinity;
    source.lines.forEach((bands, run) => {
      if (hidden.has(run)) return;
      for (const b of bands) {
        if (b[1] < x[0] || b[0] > x[1]) continue;
        for (const v of [b[4], b[5]]) {
          if (v === null) continue;
          low = Math.min(low, v);
          high = Math.max(high, v);
        }
      }
    });
    if (low > high) return source.y.slice();
    const air = (high - low) * 0.05 || Math.abs(high) * 0.05 || 1;
    return [low - air, high + air];
  }
  function draw() {
    const whole = x[0] === full[0] && x[1] === full[1] && hidden.size === 0;
    y = whole ? source.y.slice() : valueRange();
    groups.forEach((group, run) => {
      group.classList.toggle('off', hidden.has(run));
      let line = group.querySelector('path:not(.mark)');
      group.querySelectorAll('path:not(.mark), circle').forEach(old => {
        if (old !== line) old.remove();
      });
      if (!line) {
        const some = plot.querySelector('path:not(.mark)');
        if (!some) return;
        line = some.cloneNode(false);
        group.append(line);
      }
      line.setAttribute('d', paths(source.lines[run], x, y, box) || 'M0 0');
    });
    svg.querySelectorAll('.mark').forEach(mark => mark.classList.toggle('off', !whole));
    ticks(x[0] === full[0] && x[1] === full[1] && hidden.size === 0);
    reset.hidden = x[0] === full[0] && x[1] === full[1];
  }
  function zoom(from, to) {
    const span = Math.max((full[1] - full[0]) * 1e-6, 1e-9);
    from = Math.max(full[0], from);
    to = Math.min(full[1], to);
    if (to - from >= span) { x = [from, to]; draw(); }
  }
  const stepAt = event => {
    const r = svg.getBoundingClientRect();
    const at = ((event.clientX - r.left) / r.width * view.width - box.l) / box.w;
    return x[0] + Math.min(1, Math.max(0, at)) * (x[1] - x[0]);
  };
  const scaled = f => {
    const mid = (x[0] + x[1]) / 2, half = (x[1] - x[0]) / 2 * f;
    zoom(mid - half, mid + half);
  };
  const shifted = f => {
    const by = Math.max(full[0] - x[0], Math.min(full[1] - x[1], (x[1] - x[0]) * f));
    zoom(x[0] + by, x[1] + by);
  };

  const reset = make('button', words.reset);
  reset.type = 'button';
  reset.hidden = true;
  reset.addEventListener('click', () => { x = full.slice(); draw(); });
  section.querySelector('header').append(reset);
  svg.tabIndex = 0;
  svg.addEventListener('keydown', event => {
    const keys = { '+': () => scaled(0.5), '-': () => scaled(2), ArrowLeft: () => shifted(-0.25),
      ArrowRight: () => shifted(0.25), '0': () => { x = full.slice(); draw(); } };
    if (keys[event.key]) { keys[event.key](); event.preventDefault(); }
  });
  let from = null;
  svg.addEventListener('pointerdown', event => { from = stepAt(event); svg.setPointerCapture(event.pointerId); });
  svg.addEventListener('pointerup', event => {
    const to = stepAt(event);
    if (from !== null && Math.abs(to - from) > (x[1] - x[0]) * 0.01) zoom(Math.min(from, to), Math.max(from, to));
    from = null;
  });
  svg.addEventListener('dblclick', () => { x = full.slice(); draw(); });
  svg.addEventListener('pointermove', event => {
    const step = stepAt(event);
    const found = [];
    source.lines.forEach((bands, run) => {
      if (hidden.has(run) || bands.length === 0) return;
      let best = bands[0];
      for (const b of bands) {
        best = Math.abs(b[1] - step) <= Math.abs(best[1] - step) ? b : best;
        if (b[0] > step) break;
      }
      found.push([run, best]);
    });
    found.sort((a, b) => (b[1][3] ?? -Infinity) - (a[1][3] ?? -Infinity));
    tip.replaceChildren(make('div', words.step + ' ' + short(Math.round(step)), 'note'));
    for (const [run, band] of found.slice(0, 12)) {
      const line = make('div');
      line.append(make('span', '', 'dot s' + run % 8));
      const range = band[0] === band[1] ? short(band[3]) :
        short(band[3]) + ' (' + short(band[4]) + ' – ' + short(band[5]) + ')';
      line.append(data.runs[run] + '  ' + range);
      tip.append(line);
    }
    const r = section.getBoundingClientRect();
    tip.style.left = Math.min(event.clientX - r.left + 14, r.width - 260) + 'px';
    tip.style.top = (event.clientY - r.top + 14) + 'px';
    tip.hidden = false;
  });
  svg.addEventListener('pointerleave', () => { tip.hidden = true; });
  return draw;
}

const draws = [...document.querySelectorAll('section.chart')].map(chart);

function showRuns() {
  draws.forEach(draw => draw());
  document.querySelectorAll('[data-run]').forEach(node => {
    const off = hidden.has(Number(node.dataset.run));
    if (node.classList.contains('name')) {
      node.classList.toggle('off', off);
      node.setAttribute('aria-pressed', String(!off));
    } else {
      node.hidden = off;
    }
  });
}
document.querySelectorAll('.name[data-run]').forEach(node => {
  node.tabIndex = 0;
  node.setAttribute('role', 'button');
  node.setAttribute('aria-pressed', 'true');
  node.title = words.hide;
  const turn = () => {
    const run = Number(node.dataset.run);
    if (!hidden.delete(run)) hidden.add(run);
    showRuns();
  };
  node.addEventListener('click', turn);
  node.addEventListener('keydown', event => {
    if (event.key === 'Enter' || event.key === ' ') { turn(); event.preventDefault(); }
  });
});

const number = text => text.trim() === '' ? NaN : Number(text);
document.querySelectorAll('table.differences').forEach(table => {
  const body = table.tBodies[0];
  const order = [...body.rows];
  let sorted = null, up = true;
  table.querySelectorAll('thead th[data-run]').forEach((head, column) => {
    head.tabIndex = 0;
    head.classList.add('sorts');
    head.title = words.sort;
    const sort = () => {
      up = sorted === column ? !up : true;
      sorted = column;
      table.querySelectorAll('thead th').forEach(each => each.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
      const groups = [];
      for (const row of order) {
        if (row.classList.contains('group')) groups.push([row]);
        else groups[groups.length - 1].push(row);
      }
      for (const [title, ...rows] of groups) {
        const value = row => row.cells[column + 1].textContent;
        rows.sort((a, b) => {
          const p = number(value(a)), q = number(value(b));
          const both = !Number.isNaN(p) && !Number.isNaN(q);
          const by = both ? p - q : Number.isNaN(p) !== Number.isNaN(q) ? (Number.isNaN(p) ? 1 : -1)
            : value(a).localeCompare(value(b));
          return up ? by : -by;
        });
        body.append(title, ...rows);
      }
    };
    head.addEventListener('click', sort);
    head.addEventListener('keydown', event => { if (event.key === 'Enter') sort(); });
  });
  const filter = make('input', '', 'filter');
  filter.type = 'search';
  filter.placeholder = words.filter;
  filter.setAttribute('aria-label', words.filter);
  filter.addEventListener('input', () => {
    const wanted = filter.value.toLowerCase();
    for (const row of order) {
      if (!row.classList.contains('group'))
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
    }
  });
  table.parentNode.insertBefore(filter, table);
});
})();
)js";

// A number as JSON: there is no NaN and no infinity.
std::string number(double value)
{
    return std::isfinite(value) ? plainNumber(value) : "null";
}

std::string bandJson(const HistoryBand& band)
{
    const auto step = [](std::int64_t value) { return std::to_string(value); };
    return "[" + step(band.firstStep) + "," + step(band.lastStep) + "," + number(band.first) + "," +
           number(band.last) + "," + number(band.min) + "," + number(band.max) + "," +
           step(band.minStep) + "," + step(band.maxStep) + "]";
}

std::string pair(const AxisRange& range)
{
    return "[" + number(range.from) + "," + number(range.to) + "]";
}

// Text as a JSON string.
std::string quoted(const std::string& text)
{
    const QJsonObject object{{QStringLiteral("t"), QString::fromStdString(text)}};
    const auto json = QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
    constexpr std::size_t before = 5; // {"t":
    return json.substr(before, json.size() - before - 1);
}

std::string textsJson()
{
    const auto text = [](const char* words) {
        return QCoreApplication::translate("comparison", words);
    };
    const QJsonObject texts{
        {QStringLiteral("reset"), text("Show all steps")},
        {QStringLiteral("step"), text("Step")},
        {QStringLiteral("hide"), text("Hide or show the run")},
        {QStringLiteral("sort"), text("Sort by this run")},
        {QStringLiteral("filter"), text("Search rows")},
    };
    return QJsonDocument(texts).toJson(QJsonDocument::Compact).toStdString();
}

// Nothing in it ends the element, opens a comment or a line of its own.
std::string safeInScript(const std::string& json)
{
    std::string out;
    out.reserve(json.size());
    for (const char c : json) {
        if (c == '<')
            out += "\\u003c";
        else if (c == '>')
            out += "\\u003e";
        else if (c == '&')
            out += "\\u0026";
        else
            out.push_back(c);
    }
    for (const auto& [raw, escaped] : {std::pair{"\u2028", "\\u2028"}, {"\u2029", "\\u2029"}})
        for (auto at = out.find(raw); at != std::string::npos; at = out.find(raw, at))
            out.replace(at, 3, escaped);
    return out;
}

} // namespace

const std::string& reportScript()
{
    static const std::string text = script;
    return text;
}

std::string contentHash(const std::string& text)
{
    const auto hash =
        QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha256);
    return "'sha256-" + hash.toBase64().toStdString() + "'";
}

std::string reportData(const ComparisonReport& report)
{
    std::string json = "{\"runs\":[";
    for (std::size_t i = 0; i < report.comparison.runs.size(); ++i)
        json += (i > 0 ? "," : "") + quoted(report.comparison.runs[i].name);
    json += "],\"charts\":[";
    for (std::size_t i = 0; i < report.charts.size(); ++i) {
        const auto& chart = report.charts[i];
        const auto frame = chartFrame(chart, reportChartWidth, reportChartHeight);
        json += i > 0 ? ",{" : "{";
        json += "\"x\":" + pair(frame.x) + ",\"y\":" + pair(frame.y) + ",\"box\":[" +
                number(frame.left) + "," + number(frame.top) + "," + number(frame.plot.width) +
                "," + number(frame.plot.height) + "],\"lines\":[";
        for (std::size_t line = 0; line < chart.lines.size(); ++line) {
            json += line > 0 ? ",[" : "[";
            bool first = true;
            for (const auto& band : chart.lines[line].bands) {
                json += (first ? "" : ",") + bandJson(band);
                first = false;
            }
            json += "]";
        }
        json += "]}";
    }
    return safeInScript(json + "],\"texts\":" + textsJson() + "}");
}

} // namespace binnacle
