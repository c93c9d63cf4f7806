#include "models/dataset_comparison_model.h"

#include "models/dataset_profile_text.h"
#include "models/number_text.h"

#include <QStringList>

#include <algorithm>

namespace binnacle {

namespace {

QString signedCount(std::int64_t count)
{
    return count < 0 ? QStringLiteral("\u2212%1").arg(countText(-count))
                     : QStringLiteral("+%1").arg(countText(count));
}

QString joinedExamples(const std::vector<std::string>& keys)
{
    QStringList list;
    for (const auto& key : keys)
        list << QString::fromStdString(key);
    return list.join(QStringLiteral(", "));
}

} // namespace

DatasetComparisonModel::Line
DatasetComparisonModel::lineOf(const std::pair<ColumnProfile, ColumnProfile>& pair)
{
    const auto& [before, after] = pair;
    Line line;
    line.texts[Name] = QString::fromStdString(after.column.name);
    line.texts[Change] = QString::fromStdString(after.column.type).toLower();
    if (before.column.type != after.column.type) {
        line.kind = 3;
        line.changed[Change] = true;
        line.texts[Change] = QStringLiteral("%1 → %2").arg(
            QString::fromStdString(before.column.type).toLower(), line.texts[Change]);
    }
    const auto put = [&](int column, const QString& was, const QString& is) {
        line.changed[column] = was != is;
        line.texts[column] = was == is ? is : QStringLiteral("%1 → %2").arg(was, is);
    };
    put(Missing, percentText(before.missing, before.rows), percentText(after.missing, after.rows));
    put(Distinct, distinctText(before), distinctText(after));
    put(Min, profileValue(before, before.min, before.minText),
        profileValue(after, after.min, after.minText));
    put(Max, profileValue(before, before.max, before.maxText),
        profileValue(after, after.max, after.maxText));
    const auto mean = [](const ColumnProfile& profile) {
        return isTemporal(profile.column.kind) || profile.column.kind == ColumnKind::Text
                   ? missingText()
                   : profileValue(profile, profile.mean);
    };
    put(Mean, mean(before), mean(after));
    return line;
}

void DatasetComparisonModel::setComparison(const std::optional<DatasetComparison>& comparison)
{
    beginResetModel();
    comparison_ = comparison;
    lines_.clear();
    if (comparison_) {
        for (const auto& change : comparison_->schema) {
            if (change.kind == ColumnChange::Kind::Type)
                continue; // is among the columns of both
            Line line;
            const bool added = change.kind == ColumnChange::Kind::Added;
            line.kind = added ? 1 : 2;
            line.texts[Name] = QString::fromStdString(change.column);
            line.changed[Change] = true;
            line.texts[Change] =
                (added ? tr("Added, %1") : tr("Removed, %1"))
                    .arg(QString::fromStdString(added ? change.after : change.before).toLower());
            for (const int column : {Missing, Distinct, Min, Max, Mean})
                line.texts[column] = missingText();
            lines_.push_back(std::move(line));
        }
        for (const auto& pair : comparison_->columns)
            lines_.push_back(lineOf(pair));
        std::ranges::stable_sort(
            lines_, [](const Line& a, const Line& b) { return (a.kind != 0) > (b.kind != 0); });
    }
    endResetModel();
}

QString DatasetComparisonModel::rowsText() const
{
    if (!comparison_)
        return {};
    const auto before = comparison_->rowsBefore;
    const auto after = comparison_->rowsAfter;
    return before == after
               ? tr("%1 rows in both").arg(countText(after))
               : tr("%1 → %2 rows (%3)")
                     .arg(countText(before), countText(after), signedCount(after - before));
}

QString DatasetComparisonModel::schemaText() const
{
    if (!comparison_)
        return {};
    if (comparison_->schema.empty())
        return tr("The same columns");
    const auto count = [&](ColumnChange::Kind kind) {
        return std::ranges::count(comparison_->schema, kind, &ColumnChange::kind);
    };
    return tr("Columns: %1 added, %2 removed, %3 of another type")
        .arg(count(ColumnChange::Kind::Added))
        .arg(count(ColumnChange::Kind::Removed))
        .arg(count(ColumnChange::Kind::Type));
}

QString DatasetComparisonModel::keyText() const
{
    if (!comparison_ || !comparison_->rows)
        return {};
    const auto& rows = *comparison_->rows;
    if (rows.ambiguous)
        return tr("The key names more than one row: rows can not be matched by it.");
    auto text = tr("%1 rows added, %2 removed, %3 changed")
                    .arg(countText(rows.added), countText(rows.removed), countText(rows.changed));
    QStringList columns;
    for (const auto& column : rows.changedColumns)
        columns << QStringLiteral("%1 (%2)").arg(QString::fromStdString(column.value),
                                                 countText(column.count));
    if (!columns.isEmpty())
        text += tr("\nChanged in: %1").arg(columns.mid(0, 8).join(QStringLiteral(", ")));
    const auto examples = [&](const QString& head, const std::vector<std::string>& keys) {
        if (!keys.empty())
            text += QStringLiteral("\n%1: %2").arg(head, joinedExamples(keys));
    };
    examples(tr("Added, as"), rows.addedExamples);
    examples(tr("Removed, as"), rows.removedExamples);
    examples(tr("Changed, as"), rows.changedExamples);
    return text;
}

int DatasetComparisonModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}

int DatasetComparisonModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DatasetComparisonModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto& line = lines_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return line.texts[index.column()];
    case ChangedRole:
        return line.changed[index.column()];
    case KindRole:
        return line.kind;
    default:
        return {};
    }
}

QVariant DatasetComparisonModel::headerData(int section, Qt::Orientation orientation,
                                            int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const char* const titles[] = {
        QT_TR_NOOP("Column"), QT_TR_NOOP("Type"), QT_TR_NOOP("Missing"), QT_TR_NOOP("Distinct"),
        QT_TR_NOOP("Min"),    QT_TR_NOOP("Max"),  QT_TR_NOOP("Mean")};
    return section >= 0 && section < ColumnCount ? QVariant(tr(titles[section])) : QVariant();
}

} // namespace binnacle
