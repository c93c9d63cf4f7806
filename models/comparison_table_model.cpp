#include "models/comparison_table_model.h"

#include "models/number_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace binnacle {

namespace {

QString shown(const std::string& text)
{
    auto line = QString::fromStdString(text);
    line.replace(u'\n', u' ');
    return line;
}

bool isMissing(const ComparisonCell& cell)
{
    return cell.state == ComparisonCell::State::Missing;
}

} // namespace

QString comparisonGroupText(ComparisonGroup group)
{
    switch (group) {
    case ComparisonGroup::Params:
        return QCoreApplication::translate("comparison", "Params");
    case ComparisonGroup::Metrics:
        return QCoreApplication::translate("comparison", "Metrics");
    case ComparisonGroup::Datasets:
        return QCoreApplication::translate("comparison", "Dataset inputs");
    case ComparisonGroup::Code:
        return QCoreApplication::translate("comparison", "Code");
    case ComparisonGroup::Tags:
        return QCoreApplication::translate("comparison", "Tags");
    case ComparisonGroup::Attributes:
        break;
    }
    return QCoreApplication::translate("comparison", "Attributes");
}

QString metricDirectionText(MetricDirection direction)
{
    switch (direction) {
    case MetricDirection::HigherIsBetter:
        return QCoreApplication::translate("comparison", "higher is better");
    case MetricDirection::LowerIsBetter:
        return QCoreApplication::translate("comparison", "lower is better");
    case MetricDirection::Unknown:
        break;
    }
    return {};
}

void ComparisonTableModel::setComparison(RunComparison comparison)
{
    beginResetModel();
    comparison_ = std::move(comparison);
    texts_.assign(comparison_.rows.size(), {});
    for (std::size_t row = 0; row < comparison_.rows.size(); ++row)
        relabel(row);
    rebuild();
    endResetModel();
}

void ComparisonTableModel::setOnlyDiffering(bool only)
{
    if (only == onlyDiffering_)
        return;
    beginResetModel();
    onlyDiffering_ = only;
    rebuild();
    endResetModel();
}

void ComparisonTableModel::setKeyFilter(const QString& text)
{
    if (text == filter_)
        return;
    beginResetModel();
    filter_ = text;
    rebuild();
    endResetModel();
}

void ComparisonTableModel::setDirection(const QString& metric, MetricDirection direction)
{
    const auto key = metric.toStdString();
    for (auto& row : comparison_.rows) {
        if (row.group != ComparisonGroup::Metrics || row.key != key)
            continue;
        row.direction = direction;
        markBest(row);
        const auto at = static_cast<std::size_t>(&row - comparison_.rows.data());
        for (std::size_t line = 0; line < lines_.size(); ++line)
            if (!lines_[line].section && lines_[line].row == at)
                emit dataChanged(index(static_cast<int>(line), 0),
                                 index(static_cast<int>(line), columnCount() - 1));
    }
}

void ComparisonTableModel::rebuild()
{
    lines_.clear();
    const bool hideEqual = onlyDiffering_ && comparison_.runs.size() > 1;
    const ComparisonRow* before = nullptr;
    for (std::size_t i = 0; i < comparison_.rows.size(); ++i) {
        const auto& row = comparison_.rows[i];
        if (hideEqual && !row.differs)
            continue;
        if (!filter_.isEmpty() &&
            !QString::fromStdString(row.key).contains(filter_, Qt::CaseInsensitive))
            continue;
        if (!before || before->group != row.group)
            lines_.push_back({i, true});
        lines_.push_back({i, false});
        before = &row;
    }
}

// The figures of one metric get as many digits as tell them apart.
void ComparisonTableModel::relabel(std::size_t row)
{
    const auto& source = comparison_.rows[row];
    std::vector<double> numbers;
    for (const auto& cell : source.cells)
        if (!isMissing(cell))
            numbers.push_back(cell.number);
    const auto format = formatFor(numbers);
    auto& texts = texts_[row];
    for (const auto& cell : source.cells) {
        if (isMissing(cell))
            texts.push_back(missingText());
        else if (source.group == ComparisonGroup::Metrics)
            texts.push_back(numberText(cell.number, format));
        else
            texts.push_back(shown(cell.text));
    }
}

int ComparisonTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}

int ComparisonTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(comparison_.runs.size()) + 1;
}

Qt::ItemFlags ComparisonTableModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    if (lines_[static_cast<std::size_t>(index.row())].section)
        return Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

QVariant ComparisonTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Line line = lines_[static_cast<std::size_t>(index.row())];
    const auto& row = comparison_.rows[line.row];
    switch (role) {
    case SectionRole:
        return line.section;
    case GroupRole:
        return static_cast<int>(row.group);
    case DiffersRole:
        return !line.section && row.differs;
    case KeyRole:
        return line.section ? QString() : QString::fromStdString(row.key);
    case DirectionRole:
        return static_cast<int>(line.section ? MetricDirection::Unknown : row.direction);
    default:
        break;
    }
    if (line.section)
        return sectionData(row, index.column(), role);
    if (index.column() == 0)
        return keyData(row, role);
    return cellData(line.row, static_cast<std::size_t>(index.column()) - 1, role);
}

QVariant ComparisonTableModel::sectionData(const ComparisonRow& row, int column, int role) const
{
    const bool text = role == Qt::DisplayRole || role == Qt::AccessibleTextRole;
    return text && column == 0 ? QVariant(comparisonGroupText(row.group)) : QVariant();
}

QVariant ComparisonTableModel::keyData(const ComparisonRow& row, int role) const
{
    const auto key = shown(row.key);
    switch (role) {
    case Qt::DisplayRole:
        return key;
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: {
        const auto direction = metricDirectionText(row.direction);
        return direction.isEmpty() ? key : tr("%1, %2").arg(key, direction);
    }
    default:
        return {};
    }
}

QVariant ComparisonTableModel::cellData(std::size_t row, std::size_t run, int role) const
{
    const auto& source = comparison_.rows[row];
    const auto& cell = source.cells[run];
    switch (role) {
    case Qt::DisplayRole:
        return texts_[row][run];
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return cellToolTip(source, run);
    case Qt::AccessibleTextRole:
        if (isMissing(cell))
            return tr("missing");
        return cell.best ? tr("%1, best").arg(texts_[row][run]) : texts_[row][run];
    case BestRole:
        return cell.best;
    case MissingRole:
        return isMissing(cell);
    case NumericRole:
        return cell.state == ComparisonCell::State::Number;
    default:
        return {};
    }
}

QString ComparisonTableModel::cellToolTip(const ComparisonRow& row, std::size_t run) const
{
    const auto& cell = row.cells[run];
    if (isMissing(cell))
        return tr("%1 has no %2").arg(shown(comparison_.runs[run].name), shown(row.key));
    if (row.group != ComparisonGroup::Metrics)
        return QString::fromStdString(cell.text);
    QStringList lines{tr("%1 at step %2").arg(exactNumber(cell.number), countText(cell.step))};
    if (cell.min && cell.max) {
        lines << tr("Smallest %1 at step %2").arg(exactNumber(*cell.min), countText(cell.minStep));
        lines << tr("Greatest %1 at step %2").arg(exactNumber(*cell.max), countText(cell.maxStep));
    }
    const auto delta = run > 0 ? deltaTo(row.cells.front(), cell) : std::nullopt;
    if (delta && delta->percent)
        lines << tr("%1 against %2 (%3 %)")
                     .arg(numberText(delta->difference), shown(comparison_.runs.front().name),
                          numberText(*delta->percent));
    return lines.join(u'\n');
}

QVariant ComparisonTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (section == 0)
        return role == Qt::DisplayRole ? QVariant(QString()) : QVariant();
    const auto& run = comparison_.runs[static_cast<std::size_t>(section) - 1];
    if (role == Qt::DisplayRole)
        return shown(run.name);
    if (role == Qt::ToolTipRole)
        return tr("%1\n%2 · %3\n%4")
            .arg(shown(run.name), shown(run.source), shown(run.experiment), shown(run.id));
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    return {};
}

} // namespace binnacle
