#include "models/saved_view.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace binnacle {

namespace {

template <class Id>
QJsonArray idsToJson(const std::vector<Id>& ids)
{
    QJsonArray array;
    for (const Id id : ids)
        array.append(static_cast<qint64>(raw(id)));
    return array;
}

template <class Id>
std::vector<Id> idsFromJson(const QJsonValue& value)
{
    std::vector<Id> ids;
    for (const auto& entry : value.toArray()) {
        if (const auto id = entry.toInteger(); id > 0)
            ids.push_back(Id{id});
    }
    return ids;
}

QString lifecycleText(LifecycleView lifecycle)
{
    switch (lifecycle) {
    case LifecycleView::DeletedOnly:
        return QStringLiteral("deleted");
    case LifecycleView::All:
        return QStringLiteral("all");
    case LifecycleView::ActiveOnly:
        break;
    }
    return QStringLiteral("active");
}

LifecycleView lifecycleFromText(const QString& text)
{
    return text == QStringLiteral("deleted") ? LifecycleView::DeletedOnly
           : text == QStringLiteral("all")   ? LifecycleView::All
                                             : LifecycleView::ActiveOnly;
}

constexpr std::array<const char*, 5> figureNames = {"mean", "min", "max", "deviation", "count"};

GroupFigure figureFromText(const QString& text)
{
    const auto found = std::find_if(figureNames.begin(), figureNames.end(),
                                    [&](const char* name) { return text == QLatin1String(name); });
    return found == figureNames.end() ? GroupFigure::Mean
                                      : static_cast<GroupFigure>(found - figureNames.begin());
}

QJsonArray orderToJson(const std::vector<SortTerm>& order)
{
    QJsonArray array;
    for (const auto& term : order)
        array.append(
            QJsonObject{{QStringLiteral("column"), QString::fromStdString(columnText(term.column))},
                        {QStringLiteral("descending"), term.descending}});
    return array;
}

std::vector<SortTerm> orderFromJson(const QJsonArray& array)
{
    std::vector<SortTerm> order;
    for (const auto& value : array) {
        const QJsonObject entry = value.toObject();
        const auto column =
            columnFromText(entry.value(QStringLiteral("column")).toString().toStdString());
        if (column)
            order.push_back({*column, entry.value(QStringLiteral("descending")).toBool()});
    }
    return order;
}

} // namespace

std::string viewToJson(const RunsView& view)
{
    const RunQuery& query = view.query;
    QJsonObject body{
        {QStringLiteral("page"), QStringLiteral("runs")},
        {QStringLiteral("filter"), QString::fromStdString(query.filter)},
        {QStringLiteral("text"), QString::fromStdString(query.freeText)},
        {QStringLiteral("lifecycle"), lifecycleText(query.lifecycle)},
        {QStringLiteral("sources"), idsToJson(query.sources)},
        {QStringLiteral("experiments"), idsToJson(query.experiments)},
        {QStringLiteral("order"), orderToJson(query.order)},
        {QStringLiteral("tree"), view.tree},
        {QStringLiteral("hideUniform"), view.hideUniform},
        {QStringLiteral("columns"), columnsToJson(view.columns)},
    };
    if (view.groupBy) {
        body.insert(QStringLiteral("groupBy"), QString::fromStdString(columnText(*view.groupBy)));
        body.insert(QStringLiteral("groupFigure"),
                    QString::fromLatin1(figureNames[static_cast<std::size_t>(view.groupFigure)]));
    }
    return QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString();
}

RunsView viewFromJson(const std::string& text)
{
    const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
    RunsView view;
    view.query.filter = body.value(QStringLiteral("filter")).toString().toStdString();
    view.query.freeText = body.value(QStringLiteral("text")).toString().toStdString();
    view.query.lifecycle = lifecycleFromText(body.value(QStringLiteral("lifecycle")).toString());
    view.query.sources = idsFromJson<SourceId>(body.value(QStringLiteral("sources")));
    view.query.experiments =
        idsFromJson<ExperimentRowId>(body.value(QStringLiteral("experiments")));
    view.query.order = orderFromJson(body.value(QStringLiteral("order")).toArray());
    view.tree = body.value(QStringLiteral("tree")).toBool();
    view.hideUniform = body.value(QStringLiteral("hideUniform")).toBool();
    view.columns = columnsFromJson(body.value(QStringLiteral("columns")).toArray());
    if (const QString by = body.value(QStringLiteral("groupBy")).toString(); !by.isEmpty()) {
        if (const auto column = columnFromText(by.toStdString()))
            view.groupBy = *column;
        view.groupFigure = figureFromText(body.value(QStringLiteral("groupFigure")).toString());
    }
    return view;
}

} // namespace binnacle
