#include "widgets/compare/cards/correlation_card.h"

#include "models/comparison_model.h"
#include "models/number_text.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr std::size_t mostRead = 60; // columns looked at for those that vary

bool variesEnough(const std::vector<double>& values)
{
    std::size_t count = 0;
    double first = 0;
    bool differs = false;
    for (const double value : values) {
        if (!std::isfinite(value))
            continue;
        if (count++ == 0)
            first = value;
        differs = differs || value != first;
    }
    return differs && count >= 3;
}

QStringList cellText(const QString& row, const QString& column, const Correlation& cell,
                     CorrelationMethod method)
{
    const auto name = method == CorrelationMethod::Pearson
                          ? CorrelationCard::tr("Pearson's r")
                          : CorrelationCard::tr("Spearman's \u03c1");
    const auto figure = [](double value) {
        return std::isnan(value) ? missingText() : numberText(value);
    };
    return {CorrelationCard::tr("%1 and %2").arg(column, row), name + u'\t' + figure(cell.r),
            CorrelationCard::tr("p-value") + u'\t' + figure(cell.pValue),
            CorrelationCard::tr("Runs with both") + u'\t' +
                countText(static_cast<qint64>(cell.count))};
}

} // namespace

std::vector<CardOption> CorrelationCard::optionList() const
{
    CardOption columns = columnChoice("columns", tr("Columns"), true, true);
    columns.kind = CardOption::Kind::Columns;
    return {columns, choiceOption("method", tr("Correlation"),
                                  {{QStringLiteral("pearson"), tr("Pearson (straight lines)")},
                                   {QStringLiteral("spearman"), tr("Spearman (ranks)")}})};
}

CorrelationMethod CorrelationCard::method() const
{
    return textOption("method", "pearson") == u"spearman" ? CorrelationMethod::Spearman
                                                          : CorrelationMethod::Pearson;
}

std::vector<RunColumn> CorrelationCard::wantedColumns() const
{
    auto chosen = columnsOption(QStringLiteral("columns"));
    if (!chosen.empty())
        return chosen;
    std::vector<RunColumn> wanted;
    const auto choices = context().comparison.columnChoices();
    for (const auto kind : {RunColumn::Kind::Param, RunColumn::Kind::Metric})
        for (const auto& choice : choices)
            if (choice.column.kind == kind && choice.numeric && choice.varies &&
                wanted.size() < mostRead)
                wanted.push_back(choice.column);
    return wanted;
}

QString CorrelationCard::ownTitle() const
{
    return tr("Correlation");
}

QString CorrelationCard::nothingToShow() const
{
    return tr("No numeric param or metric varies over these runs");
}

void CorrelationCard::build()
{
    const auto rows = brushedRows();
    if (rows.size() < 3) {
        explain(tr("A correlation needs three runs or more"));
        return;
    }
    const bool chosen = !columnsOption(QStringLiteral("columns")).empty();
    const auto wanted = wantedColumns();
    std::vector<Column> columns;
    std::size_t varying = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        Column column{wanted[i], columnHeading(wanted[i]), {}};
        for (const auto* row : rows)
            column.values.push_back(numberOf(row->cells.at(i)));
        const bool varies = variesEnough(column.values);
        varying += varies ? 1 : 0;
        if (chosen || (varies && columns.size() < mostColumns))
            columns.push_back(std::move(column));
    }
    if (columns.size() < 2 || varying < 2) {
        explain(tr("Fewer than two numeric columns vary over these runs"));
        return;
    }
    QStringList note{method() == CorrelationMethod::Pearson ? tr("Pearson") : tr("Spearman"),
                     countNote()};
    if (columns.size() < varying)
        note << tr("%1 of %2 columns").arg(columns.size()).arg(varying);
    slot_.run(
        &context().pools.readers, this,
        [columns, how = method()](const std::stop_token& stop) {
            const std::size_t size = columns.size();
            Matrix matrix(size * size);
            for (std::size_t y = 0; y < size && !stop.stop_requested(); ++y)
                for (std::size_t x = 0; x <= y; ++x)
                    matrix[y * size + x] = matrix[x * size + y] =
                        correlation(columns[x].values, columns[y].values, how);
            return matrix;
        },
        [this, columns, note](Matrix matrix) mutable {
            receive(std::move(columns), std::move(matrix), note);
        });
}

void CorrelationCard::receive(std::vector<Column> columns, Matrix matrix, const QStringList& note)
{
    // What was asked before all runs were hidden.
    if (brushedRows().size() < 3)
        return;
    MatrixScene scene;
    shown_.clear();
    for (const auto& column : columns) {
        scene.names.push_back(column.title);
        shown_.push_back(column.column);
    }
    matrix_ = std::move(matrix);
    for (std::size_t i = 0; i < matrix_.size(); ++i) {
        const auto& row = columns[i / columns.size()].title;
        const auto& column = columns[i % columns.size()].title;
        scene.cells.push_back({matrix_[i].r, cellText(row, column, matrix_[i], method())});
    }
    show(std::make_shared<MatrixPicture>(std::move(scene)), note);
}

void CorrelationCard::itemChosen(int item)
{
    const auto* picture = shownAs<MatrixPicture>();
    if (!picture)
        return;
    const auto [row, column] = picture->rowAndColumn(item);
    if (row == column)
        return;
    const auto& x = shown_[static_cast<std::size_t>(column)];
    const auto& y = shown_[static_cast<std::size_t>(row)];
    emit scatterRequested(x, y);
    CardSpec scatter;
    scatter.kind = QStringLiteral("scatter");
    scatter.options = {{QStringLiteral("x"), QString::fromStdString(columnText(x))},
                       {QStringLiteral("y"), QString::fromStdString(columnText(y))}};
    emit cardWanted(scatter);
}

CardTable CorrelationCard::table() const
{
    CardTable table;
    table.header = {tr("Column"), tr("With"), tr("Correlation"), tr("p-value"),
                    tr("Runs with both")};
    const auto* picture = shownAs<MatrixPicture>();
    if (!picture)
        return table;
    const auto number = [](double value) {
        return std::isnan(value) ? QVariant() : QVariant(value);
    };
    const auto& names = picture->scene().names;
    for (std::size_t i = 0; i < matrix_.size(); ++i)
        table.rows.push_back({names[i / names.size()], names[i % names.size()],
                              number(matrix_[i].r), number(matrix_[i].pValue),
                              static_cast<double>(matrix_[i].count)});
    return table;
}

} // namespace binnacle
