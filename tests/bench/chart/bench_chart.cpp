#include "tests/bench/chart/chart_workspace.h"
#include "tests/bench/common/gui_watch.h"
#include "widgets/charts/line_chart.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QThread>
#include <QWheelEvent>

// How long many long histories take to be on the screen, and what a step of the hand over them
// costs the GUI thread, drawn off screen from a real workspace.

namespace binnacle::bench {
namespace {

constexpr int moves = 60;
constexpr int handPause = 16; // ms between two steps of the hand

struct Limits
{
    double firstPicture, step; // ms
};

// Times of each step on the GUI thread: as felt, and of the processor alone.
class Steps
{
public:
    // What takes less than `least` is not counted.
    template <class Work>
    void measure(Work work, double least = 0)
    {
        const double before = threadMilliseconds();
        const double felt = millisecondsOf(work);
        if (felt < least)
            return;
        felt_.push_back(felt);
        worked_.push_back(threadMilliseconds() - before);
    }
    Row row(const std::string& scene, const std::string& measure, double limit) const
    {
        return {scene,
                measure,
                "ms",
                {{"processor 95 %", at(worked_, 0.95)},
                 {"median", at(felt_, 0.5)},
                 {"worst", at(felt_, 1)},
                 {"95 %", at(felt_, 0.95)}},
                limit};
    }

private:
    static double at(std::vector<double> times, double share)
    {
        std::ranges::sort(times);
        return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
    }
    std::vector<double> felt_, worked_;
};

class ChartBench
{
public:
    ChartBench(const ChartStore& store, std::string scene, Limits limits)
        : model_(store.workspace, pools_), scene_(std::move(scene)), limits_(limits)
    {
        chart_.resize(1200, 560);
        chart_.setModel(&model_);
        // What a card does with each change.
        QObject::connect(&model_, &ChartSeriesModel::changed, &chart_,
                         [this] { note_ = model_.pointsText(); });
        for (std::size_t i = 0; i < store.runs.size(); ++i)
            series_.push_back(
                {store.runs[i], QStringLiteral("run-%1").arg(i), static_cast<int>(i % 16), false});
    }

    std::vector<Row> measure()
    {
        chart_.show();
        QCoreApplication::processEvents();
        if (!firstPicture("first picture, cold", {}) ||
            !firstPicture("first picture", limits_.firstPicture))
            return {};
        hand("zoom step on the GUI thread", [this](int move) { wheel(move < moves / 2 ? 1 : -1); });
        chart_.setFocus();
        for (int i = 0; i < 10; ++i)
            wheel(1);
        hand("pan step on the GUI thread",
             [this](int move) { key(move % 20 < 10 ? Qt::Key_Right : Qt::Key_Left); });
        hover();
        sharp();
        smoothed();
        rows_.push_back({scene_, "resident memory", "MiB", {{"", residentMegabytes()}}, {}});
        return rows_;
    }

private:
    bool sharpNow() const
    {
        return model_.state() == ChartSeriesModel::State::Ready && chart_.settled();
    }
    bool firstPicture(const char* measure, std::optional<double> limit)
    {
        model_.setMetric({});
        model_.setSeries(series_);
        const StopWatch watch;
        model_.setMetric(QStringLiteral("val_loss"));
        double first = 0;
        const bool done = await([&] {
            chart_.repaint();
            const bool lines = model_.data() && chart_.picturePainted();
            if (lines && first == 0)
                first = watch.milliseconds();
            return first > 0 && sharpNow();
        });
        rows_.push_back(
            {scene_, measure, "ms", {{"sharp", watch.milliseconds()}, {"", first}}, limit});
        return done;
    }
    template <class Move>
    void hand(const char* measure, Move move)
    {
        Steps steps;
        Steps between;
        for (int i = 0; i < moves; ++i) {
            steps.measure([&] {
                move(i);
                chart_.repaint();
            });
            QElapsedTimer pause;
            pause.start();
            while (pause.elapsed() < handPause) {
                between.measure([] { QCoreApplication::processEvents(); }, 0.1);
                QThread::usleep(500);
            }
        }
        rows_.push_back(steps.row(scene_, measure, limits_.step));
        between.measure([] {});
        rows_.push_back(between.row(scene_, "  a new picture arrives", limits_.step));
        (void)await([this] { return sharpNow(); });
    }
    void wheel(int notches)
    {
        const QPointF at = chart_.plotRect().center() + QPointF(120, 0);
        QWheelEvent event(at, chart_.mapToGlobal(at), {}, {0, notches * 120}, Qt::NoButton,
                          Qt::ControlModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&chart_, &event);
    }
    void key(int which)
    {
        QKeyEvent event(QEvent::KeyPress, which, Qt::NoModifier);
        QCoreApplication::sendEvent(&chart_, &event);
    }
    void hover()
    {
        Steps steps;
        const QRectF plot = chart_.plotRect();
        for (int i = 0; i < moves; ++i)
            steps.measure([&] {
                const QPointF at(plot.left() + plot.width() * i / moves, plot.center().y());
                QMouseEvent event(QEvent::MouseMove, at, chart_.mapToGlobal(at), Qt::NoButton,
                                  Qt::NoButton, Qt::NoModifier);
                QCoreApplication::sendEvent(&chart_, &event);
                chart_.repaint();
            });
        rows_.push_back(steps.row(scene_, "hover step", limits_.step));
    }
    void sharp()
    {
        const StopWatch watch;
        wheel(2);
        (void)await([this] {
            chart_.repaint();
            return sharpNow();
        });
        rows_.push_back(
            {scene_, "sharp after a zoom step", "ms", {{"", watch.milliseconds()}}, {}});
    }
    void smoothed()
    {
        model_.setWindow(std::nullopt);
        (void)await([this] { return sharpNow(); });
        for (const auto* measure : {"smoothing of all points", "another weight"}) {
            const StopWatch watch;
            auto options = model_.options();
            options.smoothing = options.smoothing > 0 ? 0.95 : 0.9;
            model_.setOptions(options);
            (void)await([this] {
                chart_.repaint();
                return sharpNow();
            });
            rows_.push_back({scene_, measure, "ms", {{"", watch.milliseconds()}}, {}});
        }
    }

    WorkerPools pools_;
    ChartSeriesModel model_;
    LineChart chart_;
    QString note_;
    std::vector<ChartSeriesModel::Series> series_;
    std::string scene_;
    Limits limits_;
    std::vector<Row> rows_;
};

std::vector<Row> measure(const QDir& data, int runs, int points, Limits limits)
{
    const auto store = prepareChart(data, runs, points);
    const auto scene = std::to_string(runs) + " runs x " + std::to_string(points) + " points";
    return ChartBench(store, scene, limits).measure();
}

} // namespace
} // namespace binnacle::bench

int main(int argc, char** argv)
{
    using namespace binnacle::bench;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    binnacle::applyTheme(application, binnacle::ThemeChoice::Light);
    QCommandLineParser parser;
    const auto option = [](const char* name, const char* text, const char* value = "",
                           const QString& otherwise = {}) {
        return QCommandLineOption(QLatin1String(name), QLatin1String(text), QLatin1String(value),
                                  otherwise);
    };
    parser.addOptions({option("data", "Folder of the workspaces.", "DIR",
                              QStringLiteral(BINNACLE_SOURCE "/.cache/bench/chart")),
                       option("json", "Write the figures as JSON.", "FILE"),
                       option("runs", "Runs.", "N", QStringLiteral("100")),
                       option("points", "Points of each.", "N", QStringLiteral("100000")),
                       option("full", "Also 500 runs of a million points (several GB).")});
    parser.addHelpOption();
    parser.process(application);
    const QDir data(parser.value(QStringLiteral("data")));
    auto rows = measure(data, std::max(parser.value(QStringLiteral("runs")).toInt(), 1),
                        std::max(parser.value(QStringLiteral("points")).toInt(), 1), {200, 16});
    printTable(rows);
    if (rows.empty())
        return 1;
    if (parser.isSet(QStringLiteral("full"))) {
        const auto large = measure(data, 500, 1'000'000, {1000, 33});
        printTable(large);
        rows.insert(rows.end(), large.begin(), large.end());
    }
    const QString json = parser.value(QStringLiteral("json"));
    return json.isEmpty() || writeJson(json, rows) ? 0 : 1;
}
