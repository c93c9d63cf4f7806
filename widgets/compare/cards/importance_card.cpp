#include "widgets/compare/cards/importance_card.h"

#include "models/comparison_model.h"
#include "models/number_text.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

using Outcome = ParamImportance::Outcome;

constexpr std::size_t mostParams = 200; // where none are chosen

const QString paramsKey = QStringLiteral("params");

// Words that frameworks write for "not set".
bool isNothing(const RunCell& cell)
{
    return cell.state == RunCell::State::Missing || cell.text.empty() || cell.text == "None" ||
           cell.text == "null";
}

ParamValues valuesOf(const ComparisonRows& rows, std::size_t column)
{
    ParamValues values;
    const bool numbers = std::ranges::all_of(rows, [column](const auto* row) {
        const auto& cell = row->cells.at(column);
        return isNothing(cell) || !std::isnan(numberOf(cell));
    });
    for (const auto* row : rows) {
        const auto& cell = row->cells.at(column);
        if (numbers)
            values.numbers.push_back(isNothing(cell) ? BarScene::none : numberOf(cell));
        else
            values.texts.push_back(isNothing(cell) ? std::string() : textOf(cell).toStdString());
    }
    return values;
}

QString twoDigits(double value)
{
    return numberText(value, {NumberFormat::Style::Fixed, 2});
}

} // namespace

std::vector<CardOption> ImportanceCard::optionList() const
{
    CardOption params = columnChoice("params", tr("Params"), false, true);
    params.kind = CardOption::Kind::Columns;
    return {figureChoice("metric", tr("For")), params,
            choiceOption("measure", tr("Measured by"),
                         {{QStringLiteral("rank"), tr("Rank correlation")},
                          {QStringLiteral("information"), tr("Mutual information")}})};
}

std::optional<RunColumn> ImportanceCard::metric() const
{
    return figureOption("metric");
}

std::vector<RunColumn> ImportanceCard::varyingParams() const
{
    std::vector<RunColumn> params;
    for (const auto& choice : context().comparison.columnChoices())
        if (choice.column.kind == RunColumn::Kind::Param && choice.varies &&
            choice.column != metric())
            params.push_back(choice.column);
    return params;
}

// Beside the title: how it was measured, and over what.
QStringList ImportanceCard::notes() const
{
    QStringList notes{byInformation() ? tr("mutual information") : tr("rank correlation"),
                      countNote()};
    const auto all = varyingParams().size();
    if (columnsOption(paramsKey).empty() && all > mostParams)
        notes << tr("the first %1 of %2 params that vary")
                     .arg(countText(static_cast<qint64>(mostParams)),
                          countText(static_cast<qint64>(all)));
    return notes;
}

std::vector<RunColumn> ImportanceCard::wantedColumns() const
{
    const auto figure = metric();
    if (!figure)
        return {};
    auto params = columnsOption(paramsKey);
    if (params.empty()) {
        params = varyingParams();
        params.resize(std::min(params.size(), mostParams));
    }
    if (!params.empty())
        params.insert(params.begin(), *figure);
    return params;
}

QString ImportanceCard::ownTitle() const
{
    const auto figure = metric();
    return figure ? tr("Importance for %1").arg(columnHeading(*figure)) : tr("Param importance");
}

QString ImportanceCard::nothingToShow() const
{
    return metric() ? tr("No param varies over these runs") : FigureCard::nothingToShow();
}

void ImportanceCard::build()
{
    struct Given
    {
        QString name;
        ParamValues values;
    };
    const auto rows = brushedRows();
    const auto wanted = wantedColumns();
    std::vector<double> figures;
    for (const auto* row : rows)
        figures.push_back(numberOf(row->cells.at(0)));
    std::vector<Given> params;
    for (std::size_t i = 1; i < wanted.size(); ++i)
        params.push_back({columnHeading(wanted[i]), valuesOf(rows, i)});
    slot_.run(
        &context().pools.readers, this,
        [params = std::move(params), figures = std::move(figures)](const std::stop_token& stop) {
            std::vector<Measured> measured;
            for (const auto& param : params) {
                if (stop.stop_requested())
                    break;
                measured.push_back({param.name, paramImportance(param.values, figures)});
            }
            return measured;
        },
        [this](std::vector<Measured> measured) { receive(std::move(measured)); });
}

void ImportanceCard::receive(std::vector<Measured> params)
{
    if (brushedRows().empty())
        return; // hidden meanwhile
    const bool information = byInformation();
    const auto strength = [information](const Measured& param) {
        const auto& found = param.importance;
        if (found.outcome != Outcome::Measured)
            return -1.0;
        return information ? found.information : std::abs(found.strength);
    };
    std::ranges::stable_sort(params, std::greater<>(), strength);
    std::size_t most = 0;
    for (const auto& param : params)
        most = std::max(most, param.importance.runs);
    if (most < ParamImportance::leastRuns) {
        explain(tr("Too few runs to tell: %1 have %2 and a param that varies, %3 are needed")
                    .arg(most)
                    .arg(columnHeading(*metric()))
                    .arg(ParamImportance::leastRuns));
        return;
    }
    params_ = std::move(params);
    BarScene scene;
    for (const auto& param : params_)
        scene.rows.push_back(rowFor(param));
    scene.x = barRange(scene.rows);
    if (!information) // so that a weak one looks weak
        scene.x = {scene.x.from < 0 ? -1.0 : 0.0, 1, false};
    scene.caption =
        information
            ? tr("Mutual information in nats: quantile classes, corrected after Miller and Madow")
            : tr("Spearman's \u03c1; for texts \u221a\u03b7\u00b2 of Kruskal\u2013Wallis");
    show(std::make_shared<BarPicture>(std::move(scene)), notes());
}

QString ImportanceCard::sentenceFor(const ParamImportance& importance) const
{
    switch (importance.outcome) {
    case Outcome::TooFew:
        return tr("too few runs with both: %1").arg(importance.runs);
    case Outcome::DoesNotVary:
        return tr("does not vary where both are there");
    case Outcome::AllDifferent:
        return tr("another text for each run");
    case Outcome::Measured:
        break;
    }
    return {};
}

BarScene::Row ImportanceCard::rowFor(const Measured& param) const
{
    const auto& found = param.importance;
    BarScene::Row row;
    row.name = param.name;
    if (found.outcome != Outcome::Measured) {
        row.words = true;
        row.figure = sentenceFor(found);
        row.text = {param.name, row.figure};
        return row;
    }
    row.value = byInformation() ? found.information : found.strength;
    row.figure = twoDigits(row.value);
    row.text = {param.name,
                (found.categorical ? tr("Kruskal\u2013Wallis \u03b7") : tr("Spearman's \u03c1")) +
                    u'\t' + twoDigits(found.strength),
                tr("p-value") + u'\t' + numberText(found.pValue),
                tr("Mutual information") + u'\t' + tr("%1 nats").arg(twoDigits(found.information)),
                tr("Runs with both") + u'\t' + countText(static_cast<qint64>(found.runs))};
    if (found.categorical)
        row.text << tr("Different texts") + u'\t' + countText(static_cast<qint64>(found.groups));
    return row;
}

CardTable ImportanceCard::table() const
{
    CardTable table;
    table.header = {
        tr("Param"),         tr("Method"), tr("Strength"), tr("p-value"), tr("Information (nats)"),
        tr("Runs with both")};
    if (!shownAs<BarPicture>())
        return table;
    for (const auto& [name, found] : params_) {
        const bool measured = found.outcome == Outcome::Measured;
        const auto number = [measured](double value) {
            return measured ? QVariant(value) : QVariant();
        };
        const QString how = !measured           ? sentenceFor(found)
                            : found.categorical ? tr("Kruskal\u2013Wallis \u03b7")
                                                : tr("Spearman's \u03c1");
        table.rows.push_back({name, how, number(found.strength), number(found.pValue),
                              number(found.information), static_cast<double>(found.runs)});
    }
    return table;
}

} // namespace binnacle
