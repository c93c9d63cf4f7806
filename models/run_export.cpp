#include "models/run_export.h"

#include "models/run_cell_text.h"

#include <QStringList>

#include <cmath>

namespace binnacle {

namespace {

struct Table
{
    QStringList heads;
    std::vector<std::size_t> places; // of the columns in the rows
};

Table tableOf(const ColumnList& columns)
{
    Table table;
    table.heads << QStringLiteral("run_id");
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& spec = columns[i];
        if (spec.show == ColumnSpec::Show::Sparkline ||
            spec.column == RunColumn{RunColumn::Kind::Attribute, "run_id", RunColumn::Stat::Last})
            continue;
        table.heads << (spec.column.kind == RunColumn::Kind::Attribute
                            ? QString::fromStdString(spec.column.name)
                            : QString::fromStdString(columnText(spec.column)));
        table.places.push_back(i);
    }
    return table;
}

QString csvField(QString text)
{
    static const QString special = QStringLiteral(",\"\r\n");
    for (const QChar c : special) {
        if (text.contains(c))
            return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) +
                   QLatin1Char('"');
    }
    return text;
}

QString markdownField(QString text)
{
    text.replace(QLatin1Char('\\'), QStringLiteral("\\\\"));
    text.replace(QLatin1Char('|'), QStringLiteral("\\|"));
    return text.replace(QLatin1Char('\n'), QLatin1Char(' ')).remove(QLatin1Char('\r'));
}

QString pythonString(const QString& text)
{
    QString quoted = QStringLiteral("\"");
    for (const QChar c : text) {
        if (c == QLatin1Char('"') || c == QLatin1Char('\\'))
            quoted += QLatin1Char('\\');
        if (c == QLatin1Char('\n'))
            quoted += QStringLiteral("\\n");
        else if (c == QLatin1Char('\r'))
            quoted += QStringLiteral("\\r");
        else
            quoted += c;
    }
    return quoted + QLatin1Char('"');
}

QString pythonValue(const RunCell& cell, const RunColumn& column)
{
    switch (cell.state) {
    case RunCell::State::Missing:
        return QStringLiteral("None");
    case RunCell::State::Time:
        return QString::number(static_cast<qint64>(cell.number));
    case RunCell::State::Number:
        if (column.kind == RunColumn::Kind::Param && !cell.text.empty())
            break; // MLflow keeps params as text
        if (!std::isfinite(cell.number))
            return QStringLiteral("float(%1)").arg(pythonString(cellPlain(cell)));
        return cellPlain(cell);
    case RunCell::State::Text:
        break;
    }
    return pythonString(QString::fromStdString(cell.text));
}

template <class Field>
void appendRows(QString& text, const Table& table, const std::vector<RunRowCells>& rows,
                const QString& begin, const QString& between, const QString& end, Field field)
{
    for (const auto& row : rows) {
        text += begin + field(QString::fromStdString(row.head.runId));
        for (const std::size_t place : table.places)
            text += between + field(cellPlain(row.cells[place]));
        text += end;
    }
}

} // namespace

QString runsAsCsv(const ColumnList& columns, const std::vector<RunRowCells>& rows)
{
    const Table table = tableOf(columns);
    QStringList heads;
    for (const auto& head : table.heads)
        heads << csvField(head);
    QString text = heads.join(QLatin1Char(',')) + QStringLiteral("\r\n");
    appendRows(text, table, rows, {}, QStringLiteral(","), QStringLiteral("\r\n"), csvField);
    return text;
}

QString runsAsMarkdown(const ColumnList& columns, const std::vector<RunRowCells>& rows)
{
    const Table table = tableOf(columns);
    QString text = QStringLiteral("|"), rule = QStringLiteral("|");
    for (qsizetype i = 0; i < table.heads.size(); ++i) {
        text += QLatin1Char(' ') + markdownField(table.heads[i]) + QStringLiteral(" |");
        const bool figures =
            i > 0 && columns[table.places[static_cast<std::size_t>(i - 1)]].column.kind ==
                         RunColumn::Kind::Metric;
        rule += figures ? QStringLiteral(" ---: |") : QStringLiteral(" --- |");
    }
    text += QLatin1Char('\n') + rule + QLatin1Char('\n');
    appendRows(text, table, rows, QStringLiteral("| "), QStringLiteral(" | "),
               QStringLiteral(" |\n"), markdownField);
    return text;
}

QString runsAsPython(const ColumnList& columns, const std::vector<RunRowCells>& rows)
{
    const Table table = tableOf(columns);
    QString text = QStringLiteral("import mlflow\n\nclient = mlflow.MlflowClient()\nrun_ids = [\n");
    for (const auto& row : rows)
        text += QStringLiteral("    ") + pythonString(QString::fromStdString(row.head.runId)) +
                QStringLiteral(",\n");
    text += QStringLiteral("]\nruns = [client.get_run(run_id) for run_id in run_ids]\n\n"
                           "# As mirrored:\nvalues = [\n");
    for (const auto& row : rows) {
        text += QStringLiteral("    {\"run_id\": ") +
                pythonString(QString::fromStdString(row.head.runId));
        for (std::size_t i = 0; i < table.places.size(); ++i) {
            const std::size_t place = table.places[i];
            text += QStringLiteral(", ") +
                    pythonString(table.heads[static_cast<qsizetype>(i) + 1]) +
                    QStringLiteral(": ") + pythonValue(row.cells[place], columns[place].column);
        }
        text += QStringLiteral("},\n");
    }
    return text + QStringLiteral("]\n");
}

} // namespace binnacle
