#include "models/column_spec.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonObject>

namespace binnacle {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("RunColumn", text);
}

QString attributeTitle(const std::string& name)
{
    static const QHash<QString, const char*> titles = {
        {QStringLiteral("run_name"), QT_TRANSLATE_NOOP("RunColumn", "Run")},
        {QStringLiteral("run_id"), QT_TRANSLATE_NOOP("RunColumn", "Run id")},
        {QStringLiteral("status"), QT_TRANSLATE_NOOP("RunColumn", "State")},
        {QStringLiteral("start_time"), QT_TRANSLATE_NOOP("RunColumn", "Started")},
        {QStringLiteral("end_time"), QT_TRANSLATE_NOOP("RunColumn", "Ended")},
        {QStringLiteral("duration"), QT_TRANSLATE_NOOP("RunColumn", "Duration")},
        {QStringLiteral("user_id"), QT_TRANSLATE_NOOP("RunColumn", "User")},
        {QStringLiteral("artifact_uri"), QT_TRANSLATE_NOOP("RunColumn", "Artifacts")},
        {QStringLiteral("source"), QT_TRANSLATE_NOOP("RunColumn", "Source")},
        {QStringLiteral("experiment_name"), QT_TRANSLATE_NOOP("RunColumn", "Experiment")},
        {QStringLiteral("experiment_id"), QT_TRANSLATE_NOOP("RunColumn", "Experiment id")},
        {QStringLiteral("lifecycle_stage"), QT_TRANSLATE_NOOP("RunColumn", "Lifecycle")},
    };
    const QString key = QString::fromStdString(name);
    const auto found = titles.constFind(key);
    return found == titles.constEnd() ? key : words(*found);
}

QString statShort(RunColumn::Stat stat)
{
    switch (stat) {
    case RunColumn::Stat::Last:
        return {};
    case RunColumn::Stat::Best:
        return words(QT_TRANSLATE_NOOP("RunColumn", "best"));
    case RunColumn::Stat::Min:
        return words(QT_TRANSLATE_NOOP("RunColumn", "min"));
    case RunColumn::Stat::Max:
        return words(QT_TRANSLATE_NOOP("RunColumn", "max"));
    case RunColumn::Stat::LastStep:
        return words(QT_TRANSLATE_NOOP("RunColumn", "last step"));
    case RunColumn::Stat::BestStep:
        return words(QT_TRANSLATE_NOOP("RunColumn", "best step"));
    case RunColumn::Stat::MinStep:
        return words(QT_TRANSLATE_NOOP("RunColumn", "min step"));
    case RunColumn::Stat::MaxStep:
        return words(QT_TRANSLATE_NOOP("RunColumn", "max step"));
    }
    return {};
}

} // namespace

ColumnSpec attributeColumn(const char* name)
{
    ColumnSpec spec;
    spec.column = RunColumn{RunColumn::Kind::Attribute, name, RunColumn::Stat::Last};
    return spec;
}

bool isNameColumn(const ColumnSpec& spec)
{
    return spec.column.kind == RunColumn::Kind::Attribute && spec.column.name == "run_name";
}

QString columnTitle(const ColumnSpec& spec)
{
    QString name = QString::fromStdString(spec.column.name);
    switch (spec.column.kind) {
    case RunColumn::Kind::Attribute:
        return attributeTitle(spec.column.name);
    case RunColumn::Kind::Dataset:
        return words(QT_TRANSLATE_NOOP("RunColumn", "Dataset %1")).arg(name);
    case RunColumn::Kind::Param:
    case RunColumn::Kind::Tag:
        return name;
    case RunColumn::Kind::Metric:
        break;
    }
    if (spec.show == ColumnSpec::Show::Sparkline)
        return words(QT_TRANSLATE_NOOP("RunColumn", "%1 over steps")).arg(name);
    const QString figure = statShort(spec.column.stat);
    return figure.isEmpty() ? name
                            : words(QT_TRANSLATE_NOOP("RunColumn", "%1, %2")).arg(name, figure);
}

QString columnKindText(RunColumn::Kind kind)
{
    switch (kind) {
    case RunColumn::Kind::Attribute:
        return words(QT_TRANSLATE_NOOP("RunColumn", "Attribute"));
    case RunColumn::Kind::Metric:
        return words(QT_TRANSLATE_NOOP("RunColumn", "Metric"));
    case RunColumn::Kind::Param:
        return words(QT_TRANSLATE_NOOP("RunColumn", "Param"));
    case RunColumn::Kind::Tag:
        return words(QT_TRANSLATE_NOOP("RunColumn", "Tag"));
    case RunColumn::Kind::Dataset:
        return words(QT_TRANSLATE_NOOP("RunColumn", "Dataset"));
    }
    return {};
}

QString statText(RunColumn::Stat stat)
{
    switch (stat) {
    case RunColumn::Stat::Last:
        return words(QT_TRANSLATE_NOOP("RunColumn", "Last"));
    case RunColumn::Stat::Best:
        return words(QT_TRANSLATE_NOOP("RunColumn", "Best"));
    case RunColumn::Stat::Min:
        return words(QT_TRANSLATE_NOOP("RunColumn", "Least"));
    case RunColumn::Stat::Max:
        return words(QT_TRANSLATE_NOOP("RunColumn", "Greatest"));
    case RunColumn::Stat::LastStep:
        return words(QT_TRANSLATE_NOOP("RunColumn", "Step of the last"));
    case RunColumn::Stat::BestStep:
        return words(QT_TRANSLATE_NOOP("RunColumn", "Step of the best"));
    case RunColumn::Stat::MinStep:
        return words(QT_TRANSLATE_NOOP("RunColumn", "Step of the least"));
    case RunColumn::Stat::MaxStep:
        return words(QT_TRANSLATE_NOOP("RunColumn", "Step of the greatest"));
    }
    return {};
}

QString columnDetail(const ColumnSpec& spec)
{
    QString text = columnKindText(spec.column.kind) + QStringLiteral(" ") +
                   QString::fromStdString(spec.column.name);
    if (spec.column.kind == RunColumn::Kind::Metric)
        text +=
            QStringLiteral(": ") + (spec.show == ColumnSpec::Show::Sparkline
                                        ? words(QT_TRANSLATE_NOOP("RunColumn", "over its steps"))
                                        : statText(spec.column.stat));
    return text;
}

int defaultWidth(const ColumnSpec& spec)
{
    if (isNameColumn(spec))
        return 270;
    if (spec.show == ColumnSpec::Show::Sparkline)
        return 88;
    switch (spec.column.kind) {
    case RunColumn::Kind::Metric:
        return 84;
    case RunColumn::Kind::Param:
        return 64;
    case RunColumn::Kind::Tag:
    case RunColumn::Kind::Dataset:
        return 120;
    case RunColumn::Kind::Attribute:
        break;
    }
    return spec.column.name == "status"     ? 84
           : spec.column.name == "duration" ? 76
           : spec.column.name == "source"   ? 108
                                            : 98;
}

QJsonArray columnsToJson(const ColumnList& columns)
{
    QJsonArray array;
    for (const auto& spec : columns) {
        QJsonObject entry{
            {QStringLiteral("column"), QString::fromStdString(columnText(spec.column))}};
        if (spec.show == ColumnSpec::Show::Sparkline)
            entry.insert(QStringLiteral("show"), QStringLiteral("sparkline"));
        if (spec.pinned)
            entry.insert(QStringLiteral("pinned"), true);
        if (spec.width > 0)
            entry.insert(QStringLiteral("width"), spec.width);
        array.append(entry);
    }
    return array;
}

ColumnList columnsFromJson(const QJsonArray& array)
{
    ColumnList columns;
    for (const auto& value : array) {
        const QJsonObject entry = value.toObject();
        const auto column =
            columnFromText(entry.value(QStringLiteral("column")).toString().toStdString());
        if (!column)
            continue;
        ColumnSpec spec;
        spec.column = *column;
        if (entry.value(QStringLiteral("show")).toString() == QStringLiteral("sparkline") &&
            column->kind == RunColumn::Kind::Metric)
            spec.show = ColumnSpec::Show::Sparkline;
        spec.pinned = entry.value(QStringLiteral("pinned")).toBool();
        spec.width = qBound(0, entry.value(QStringLiteral("width")).toInt(), 2000);
        columns.push_back(std::move(spec));
    }
    return columns;
}

} // namespace binnacle
