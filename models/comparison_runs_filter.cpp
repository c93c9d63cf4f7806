#include "models/comparison_runs_filter.h"

#include <QRegularExpression>

namespace binnacle {

namespace {

// Names seldom hold what every comparison of the grammar has.
bool isFilter(const QString& text)
{
    static const QRegularExpression sign(QStringLiteral("[<>=]|\\s(like|ilike|in|is)\\b"),
                                         QRegularExpression::CaseInsensitiveOption);
    return sign.match(text).hasMatch();
}

} // namespace

ComparisonRunsFilter::ComparisonRunsFilter(ComparisonRunsModel& runs,
                                           std::shared_ptr<RunQueryEngine> engine,
                                           WorkerPools& pools, QObject* parent)
    : QSortFilterProxyModel(parent), runs_(runs), engine_(std::move(engine)), pools_(pools)
{
    setSourceModel(&runs);
    setDynamicSortFilter(true);
}

void ComparisonRunsFilter::setFilterText(const QString& text)
{
    slot_.cancel();
    problem_.clear();
    const QString wanted = text.trimmed();
    if (isFilter(wanted)) {
        name_.clear();
        ask(wanted);
        return;
    }
    name_ = wanted;
    found_.reset();
    invalidateFilter();
    emit filtered();
}

// What was found before stays until the answer is there, and while the filter is unfinished.
void ComparisonRunsFilter::ask(const QString& filter)
{
    RunQuery query;
    query.filter = filter.toStdString();
    query.lifecycle = LifecycleView::All;
    slot_.run(
        &pools_.readers, this,
        [engine = engine_, query](const std::stop_token& stop) { return engine->run(query, stop); },
        [this](Result<RunOrdering> answer) {
            if (!answer && answer.error().kind == Error::Kind::Cancelled)
                return;
            problem_ = answer ? QString() : answer.error().message;
            if (answer) {
                found_.emplace(answer->rows.begin(), answer->rows.end());
                invalidateFilter();
            }
            emit filtered();
        });
}

void ComparisonRunsFilter::sortBy(int column, Qt::SortOrder order)
{
    sort(column, order);
}

bool ComparisonRunsFilter::filterAcceptsRow(int row, const QModelIndex&) const
{
    const auto& entry = runs_.entries()[static_cast<std::size_t>(row)];
    if (found_ && !found_->contains(entry.run))
        return false;
    return name_.isEmpty() || entry.name.contains(name_, Qt::CaseInsensitive);
}

// Numbers, then texts; missing ones last in both directions.
bool ComparisonRunsFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const auto a = left.data(ComparisonRunsModel::SortRole);
    const auto b = right.data(ComparisonRunsModel::SortRole);
    const bool descending = sortOrder() == Qt::DescendingOrder;
    if (!a.isValid() || !b.isValid())
        return a.isValid() != b.isValid() && a.isValid() != descending;
    const bool numberA = a.typeId() == QMetaType::Double;
    const bool numberB = b.typeId() == QMetaType::Double;
    if (numberA != numberB)
        return numberA;
    return numberA ? a.toDouble() < b.toDouble()
                   : QString::localeAwareCompare(a.toString(), b.toString()) < 0;
}

} // namespace binnacle
