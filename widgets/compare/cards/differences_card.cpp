#include "widgets/compare/cards/differences_card.h"

#include "models/comparison_model.h"
#include "services/compare/comparison_reader.h"
#include "widgets/charts/differences_painter.h"
#include "widgets/common/buttons.h"
#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"
#include "widgets/compare/differences_view.h"

#include <QBoxLayout>
#include <QSignalBlocker>

#include <cmath>

namespace binnacle {

namespace {

const QString allKey = QStringLiteral("all");
const QString hideTagsKey = QStringLiteral("hideTags");
const QString baselineKey = QStringLiteral("baseline");
const QString brushedKey = QStringLiteral("brushed");
const QString leaveOut = QStringLiteral("leave out");

// Rows are scrolled past faster than their figures are worth reading (ms).
constexpr int figuresPause = 120;

QVariant cellValue(const ComparisonRow& row, const ComparisonCell& cell)
{
    if (cell.state == ComparisonCell::State::Missing)
        return {};
    if (row.group == ComparisonGroup::Metrics)
        return cell.number;
    return QString::fromStdString(textOf(cell));
}

} // namespace

DifferencesCard::DifferencesCard(const CardContext& context, QWidget* parent)
    : ComparisonCard(context, parent)
{
    setBody(makeBody());
    figuresTimer_.setSingleShot(true);
    figuresTimer_.setInterval(figuresPause);
    connect(&figuresTimer_, &QTimer::timeout, this, &DifferencesCard::readFiguresInSight);
    auto& shared = context.comparison.table();
    connect(&shared, &QAbstractItemModel::modelReset, this, &DifferencesCard::takeComparison);
    connect(&shared, &QAbstractItemModel::dataChanged, this, &DifferencesCard::takeComparison);
    connect(&context.scope, &ComparisonScope::runsChanged, this, &DifferencesCard::showRuns);
    connect(&context.scope, &ComparisonScope::brushChanged, this, &DifferencesCard::showRuns);
    takeComparison();
}

QWidget* DifferencesCard::makeBody()
{
    auto* body = new QWidget(this);
    onlyDiffering_ = new ChipToggle(tr("Only differing"), body);
    onlyDiffering_->setObjectName(QStringLiteral("onlyDiffering"));
    auto* search = new SearchField(tr("Search rows"), body);
    search->setObjectName(QStringLiteral("rowSearch"));
    search->setMaximumWidth(220);
    view_ = new DifferencesView(model_, context().comparison.colors(), body);

    auto* head = new QHBoxLayout;
    head->setSpacing(spacing::s);
    head->addWidget(onlyDiffering_);
    head->addStretch();
    head->addWidget(search, 1);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, spacing::xs, 0);
    column->setSpacing(spacing::xs);
    column->addLayout(head);
    column->addWidget(view_, 1);

    connect(onlyDiffering_, &ChipToggle::toggled, this,
            [this](bool on) { editOption(allKey, !on); });
    connect(search, &QLineEdit::textChanged, this, [this](const QString& text) {
        model_.setKeyFilter(text);
        refresh();
    });
    connect(view_, &DifferencesView::directionChosen, &context().comparison,
            &ComparisonModel::setDirection);
    connect(view_, &DifferencesView::metricChosen, this, &ComparisonCard::metricChosen);
    connect(view_, &DifferencesView::runActivated, this, &ComparisonCard::runActivated);
    connect(view_, &DifferencesView::runHovered, &context().scope, &ComparisonScope::setHoveredRun);
    connect(view_, &DifferencesView::baselineChosen, this, &DifferencesCard::chooseBaseline);
    connect(view_, &DifferencesView::scrolled, this, &DifferencesCard::readFiguresSoon);
    return body;
}

std::vector<CardOption> DifferencesCard::optionList() const
{
    CardOption all{allKey, tr("Equal rows as well")};
    CardOption tags{hideTagsKey, tr("Hide tags")};
    CardOption baseline{baselineKey, tr("Baseline"), CardOption::Kind::Choice};
    baseline.choices.push_back({{}, tr("None")});
    for (const auto& run : context().scope.runs())
        baseline.choices.push_back({run.id, run.name});
    CardOption brushed{brushedKey, tr("Runs brushed out"), CardOption::Kind::Choice};
    brushed.choices = {{QStringLiteral("dim"), tr("Pale")}, {leaveOut, tr("Left out")}};
    brushed.otherwise = QStringLiteral("dim");
    return {all, tags, baseline, brushed};
}

void DifferencesCard::applyOptions()
{
    const bool only = !options().value(allKey).toBool();
    {
        const QSignalBlocker blocker(onlyDiffering_);
        onlyDiffering_->setChecked(only);
    }
    onlyDiffering_->update();
    model_.setOnlyDiffering(only);
    model_.setTagsHidden(options().value(hideTagsKey).toBool());
    showRuns();
}

void DifferencesCard::takeComparison()
{
    model_.share(context().comparison.table());
    showRuns();
}

void DifferencesCard::showRuns()
{
    const auto& scope = context().scope;
    const bool leftOut = options().value(brushedKey).toString() == leaveOut;
    const QString wanted = options().value(baselineKey).toString();
    std::vector<RunRowId> shown;
    std::set<RunRowId> pale;
    std::optional<RunRowId> baseline;
    for (const auto& run : scope.runs()) {
        if (!wanted.isEmpty() && run.id == wanted)
            baseline = run.row;
        const bool passes = scope.passesBrush(run.row);
        if (run.hidden || (leftOut && !passes))
            continue;
        shown.push_back(run.row);
        if (!passes)
            pale.insert(run.row);
    }
    model_.setShownRuns(shown);
    model_.setDimmed(std::move(pale));
    model_.setBaseline(baseline);
    refresh();
}

void DifferencesCard::chooseBaseline(std::optional<RunRowId> run)
{
    const auto* known = run ? context().scope.find(*run) : nullptr;
    editOption(baselineKey, known ? known->id : QString());
}

void DifferencesCard::refresh()
{
    const auto total = model_.rowsInAll();
    QString note = model_.shownRuns() > 1
                       ? tr("%1 of %2 rows differ").arg(model_.rowsDiffering()).arg(total)
                       : tr("%1 rows").arg(total);
    if (const QString baseline = model_.baselineName(); !baseline.isEmpty())
        note = tr("%1 · baseline %2").arg(note, baseline);
    setHeading(tr("Differences"), note);
    showSentence(model_.shownRuns() == 0 ? tr("No run is shown") : QString());
    readFiguresSoon();
}

void DifferencesCard::readFiguresSoon()
{
    if (!figuresTimer_.isActive())
        figuresTimer_.start();
}

// Steps and extremes of the metrics in sight, for their tooltips.
void DifferencesCard::readFiguresInSight()
{
    const auto [first, last] = view_->rowsInSight();
    auto keys = model_.figuresMissing(first, last);
    if (keys.empty() || !isVisible())
        return;
    std::vector<RunRowId> runs;
    for (const auto& run : model_.comparison().runs)
        runs.push_back(run.row);
    figuresSlot_.run(
        &context().pools.readers, this,
        [workspace = context().workspace, runs = std::move(runs), keys = std::move(keys)](
            const std::stop_token& stop) { return readFigures(workspace, runs, keys, stop); },
        [this](Result<FiguresByMetric> answer) {
            if (answer) // without them the tooltips tell less
                model_.addFigures(std::move(*answer));
        });
}

CardTable DifferencesCard::table() const
{
    CardTable table;
    table.header << tr("Group") << tr("Key");
    const bool deltas = !model_.baselineName().isEmpty();
    for (int column = 1; column < model_.columnCount(); ++column) {
        const QString name = model_.headerData(column, Qt::Horizontal).toString();
        table.header << name;
        if (deltas)
            table.header << tr("%1 against %2").arg(name, model_.baselineName());
    }
    for (int line = 0; line < model_.rowCount(); ++line) {
        const auto* row = model_.rowAt(line);
        if (!row)
            continue;
        QVariantList values{comparisonGroupText(row->group), QString::fromStdString(row->key)};
        for (int column = 1; column < model_.columnCount(); ++column) {
            values << cellValue(*row, row->cells[model_.placeOf(column)]);
            if (deltas)
                values << model_.index(line, column).data(ComparisonTableModel::DeltaRole);
        }
        table.rows.push_back(std::move(values));
    }
    return table;
}

void DifferencesCard::paintBody(QPainter& painter, const QRectF& area) const
{
    const auto slotOf = [this](int column) {
        const auto run = model_.runAt(column);
        const auto* known = run ? context().scope.find(*run) : nullptr;
        return known ? known->slot : 0;
    };
    paintDifferences(painter, model_, slotOf, area, Theme::current());
}

} // namespace binnacle
