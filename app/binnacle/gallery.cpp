#include "app/binnacle/gallery.h"

#include "app/binnacle/application.h"
#include "app/binnacle/main_window.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QDateTime>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPixmap>
#include <QPushButton>
#include <QTabBar>

#include <cmath>
#include <cstdio>

namespace binnacle {

namespace {

constexpr int tickMilliseconds = 50;
constexpr int quietEnough = 8; // ticks without work
constexpr std::size_t comparedRuns = 8;
constexpr int patience = 400; // ticks: then a picture of what is there
const QSize size(1440, 900), smallSize(1024, 700);

} // namespace

Gallery::Gallery(Application& application, MainWindow& window, QString folder, QObject* parent)
    : QObject(parent), application_(application), window_(window), folder_(std::move(folder))
{
    clock_.setInterval(tickMilliseconds);
    connect(&clock_, &QTimer::timeout, this, &Gallery::tick);
}

void Gallery::start()
{
    if (!QDir().mkpath(folder_)) {
        std::fprintf(stderr, "binnacle: cannot create %s\n", qPrintable(folder_));
        emit finished(false);
        return;
    }
    for (const bool dark : {false, true})
        addTheme(dark);
    next();
}

void Gallery::pictureOnly(const QString& file)
{
    file_ = file;
    steps_.push_back({QStringLiteral("window"), {}, {}});
    next();
}

void Gallery::addTheme(bool dark)
{
    const QString suffix = dark ? QStringLiteral("-dark") : QStringLiteral("-light");
    const auto add = [this, suffix](const char* name, std::function<void()> act,
                                    std::function<QWidget*()> subject = {}) {
        steps_.push_back({QLatin1String(name) + suffix, std::move(act), std::move(subject)});
    };
    const auto dialog = [this](const char* name) {
        return [this, objectName = QString::fromLatin1(name)]() -> QWidget* {
            return window_.findChild<QDialog*>(objectName);
        };
    };
    const auto closeDialog = [](const std::function<QWidget*()>& find) {
        return [find] {
            if (QWidget* widget = find())
                widget->close();
        };
    };
    steps_.push_back({{},
                      [this, dark] {
                          applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
                          window_.resize(size);
                          window_.showPage(MainWindow::RunsIndex);
                      },
                      {}});
    add("runs", [] {});
    add("runs-1024", [this] { window_.resize(smallSize); });
    add("compare-1024",
        [this] { withBest([this](const std::vector<RunRowId>& runs) { window_.compare(runs); }); });
    add("compare", [this] { window_.resize(size); });
    add("run", [this] {
        withBest([this](const std::vector<RunRowId>& runs) {
            if (!runs.empty())
                window_.openRun(runs.front());
        });
    });
    add("run-metrics", [this] {
        if (auto* sections = window_.findChild<QTabBar*>(QStringLiteral("runSections")))
            sections->setCurrentIndex(1);
    });
    add("models", [this] { window_.showPage(MainWindow::ModelsIndex); });
    add("models-1024", [this] { window_.resize(smallSize); });
    steps_.push_back({{}, [this] { window_.resize(size); }, {}});
    add("datasets", [this] { window_.openDataset(sampleDataset()); });
    const auto tab = [this](int index) {
        return [this, index] {
            if (auto* tabs = window_.findChild<QTabBar*>(QStringLiteral("datasetTabs")))
                tabs->setCurrentIndex(index);
            if (auto* learn = window_.findChild<QPushButton*>(QStringLiteral("rulesLearn"));
                learn && index == 1)
                learn->click();
        };
    };
    add("dataset-rules", tab(1));
    add("dataset-versions", tab(2));
    steps_.push_back({{}, tab(0), {}});
    add("drift", [this] {
        window_.compareData(sampleMeasures("reference.csv", 0), sampleMeasures("november.csv", 1));
    });
    add("drift-1024", [this] { window_.resize(smallSize); });
    steps_.push_back({{}, [this] { window_.resize(size); }, {}});
    add("readiness", [this] { window_.showPage(MainWindow::ReadinessIndex); });
    add("audit", [this] { window_.showPage(MainWindow::AuditIndex); });
    add("settings", [this] { window_.showPage(MainWindow::SettingsIndex); });
    add("commands", [this] {
        window_.showPage(MainWindow::RunsIndex);
        if (auto* field = window_.findChild<QLineEdit*>(QStringLiteral("commandField"))) {
            field->setText(QStringLiteral("s"));
            field->setFocus();
            emit field->textEdited(field->text());
        }
    });
    add(
        "sources",
        [this] {
            if (auto* field = window_.findChild<QLineEdit*>(QStringLiteral("commandField"))) {
                field->clear();
                field->clearFocus();
            }
            window_.openSources();
        },
        dialog("sourcesDialog"));
    add("outbox", [this] { window_.openOutbox(); }, dialog("sourcesDialog"));
    steps_.push_back({{}, closeDialog(dialog("sourcesDialog")), {}});
    add(
        "add-source", [this] { window_.addServer(QStringLiteral("https://mlflow.example.org")); },
        dialog("addSourceDialog"));
    steps_.push_back({{}, closeDialog(dialog("addSourceDialog")), {}});
    add("shortcuts", [this] { window_.showShortcuts(); }, dialog("shortcutSheet"));
    steps_.push_back({{}, closeDialog(dialog("shortcutSheet")), {}});
    add("first-start", [this] { window_.showFirstStart(true); });
    steps_.push_back({{}, [this] { window_.showFirstStart(false); }, {}});
}

// Measures of wines; some of them move with `shift`.
QString Gallery::sampleMeasures(const char* name, double shift)
{
    const QString file = data_.filePath(QLatin1String(name));
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly | QIODevice::Text))
        return file;
    out.write("alcohol,malic_acid,ash,magnesium,phenols,hue,region\n");
    quint32 dice = 11;
    const auto uniform = [&dice] {
        dice = dice * 1664525U + 1013904223U;
        return static_cast<double>(dice >> 8U) / 16'777'216.0;
    };
    const auto bell = [&] { return uniform() + uniform() + uniform() + uniform() - 2; };
    constexpr int rows = 4000;
    for (int i = 0; i < rows; ++i)
        out.write(QStringLiteral("%1,%2,%3,%4,%5,%6,%7\n")
                      .arg(12.8 + 1.1 * bell() + 0.9 * shift, 0, 'f', 2)
                      .arg(0.4 + 3 * uniform() * uniform() * (1 + 0.4 * shift), 0, 'f', 2)
                      .arg(2.37 + 0.4 * bell(), 0, 'f', 2)
                      .arg(99 + static_cast<int>(24 * bell() + 3 * shift))
                      .arg(2.3 + 0.9 * bell() - 0.1 * shift, 0, 'f', 2)
                      .arg(0.96 + 0.3 * bell(), 0, 'f', 3)
                      .arg(shift > 0 && uniform() < 0.2 ? QStringLiteral("Jura")
                           : uniform() < 0.5            ? QStringLiteral("Piemonte")
                                                        : QStringLiteral("Toscana"))
                      .toUtf8());
    return file;
}

// A small file as it may come from anywhere: with missing cells, two lines too short, one too long.
QString Gallery::sampleDataset()
{
    const QString file = data_.filePath(QStringLiteral("customers.csv"));
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly | QIODevice::Text))
        return file;
    out.write("id,age,income,state,city,seen,active\n");
    constexpr int rows = 6000;
    static const char* const states[] = {"open", "open", "open", "closed", "closed", "waiting"};
    static const char* const cities[] = {"서울", "부산", "Paris", "Berlin", "Oslo", "Lima", ""};
    quint32 dice = 7;
    const auto roll = [&dice](quint32 sides) {
        dice = dice * 1664525U + 1013904223U;
        return (dice >> 8U) % sides;
    };
    const QDateTime begin(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
    for (int i = 0; i < rows; ++i) {
        const auto age = 18 + (roll(24) + roll(24) + roll(24));
        const double income = 1200.0 * std::pow(1.035, age) * (0.6 + roll(800) / 1000.0);
        const auto seen = begin.addSecs(static_cast<qint64>(roll(31'000'000)));
        out.write(QStringLiteral("%1,%2,%3,%4,%5,%6,%7\n")
                      .arg(i)
                      .arg(roll(14) == 0 ? QString() : QString::number(age))
                      .arg(income, 0, 'f', 2)
                      .arg(QString::fromUtf8(states[roll(6)]), QString::fromUtf8(cities[roll(7)]),
                           seen.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")),
                           roll(3) == 0 ? QStringLiteral("false") : QStringLiteral("true"))
                      .toUtf8());
        if (i % 2500 == 2400)
            out.write("cut,off\n");
    }
    return file;
}

// The best runs that have a curve to show; where there is none, any.
void Gallery::withBest(std::function<void(const std::vector<RunRowId>&)> act)
{
    deliver(
        onPool(&application_.pools().readers,
               [engine = application_.engine()]() -> std::vector<RunRowId> {
                   RunQuery query;
                   query.filter = "last_step.metrics.val_loss > 5";
                   query.order = {
                       {{RunColumn::Kind::Metric, "val_accuracy", RunColumn::Stat::Last}, true}};
                   auto found = engine->run(query, {});
                   if (!found || found->rows.empty())
                       found = engine->run({}, {});
                   if (!found)
                       return {};
                   found->rows.resize(std::min(found->rows.size(), comparedRuns));
                   return found->rows;
               }),
        &window_, std::move(act));
}

void Gallery::next()
{
    if (steps_.empty()) {
        emit finished(ok_);
        return;
    }
    quietTicks_ = 0;
    ticks_ = 0;
    if (steps_.front().act)
        steps_.front().act();
    clock_.start();
}

bool Gallery::atRest() const
{
    return application_.isOpen() && application_.sources().isLoaded() &&
           application_.pools().readers.activeThreadCount() == 0 &&
           application_.pools().jobs.activeThreadCount() == 0;
}

void Gallery::tick()
{
    ++ticks_;
    quietTicks_ = atRest() ? quietTicks_ + 1 : 0;
    if (quietTicks_ < quietEnough && ticks_ < patience)
        return;
    clock_.stop();
    save();
    steps_.pop_front();
    next();
}

void Gallery::save()
{
    const Step& step = steps_.front();
    if (step.name.isEmpty())
        return;
    QWidget* subject = step.subject ? step.subject() : &window_;
    const QString file =
        file_.isEmpty() ? QDir(folder_).filePath(step.name + QStringLiteral(".png")) : file_;
    if (!subject || !subject->grab().save(file)) {
        std::fprintf(stderr, "binnacle: cannot write %s\n", qPrintable(file));
        ok_ = false;
    }
}

} // namespace binnacle
