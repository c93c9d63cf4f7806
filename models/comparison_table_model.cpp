#include "models/comparison_table_model.h"

#include "models/number_text.h"

#include <algorithm>
#include <cmath>

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

QString shown(std::string_view text)
{
    return shown(std::string(text));
}

} // namespace

ComparisonTableModel::ComparisonTableModel(QObject* parent)
    : QAbstractTableModel(parent), comparison_(std::make_shared<RunComparison>())
{
}

void ComparisonTableModel::setComparison(RunComparison comparison)
{
    beginResetModel();
    comparison_ = std::make_shared<RunComparison>(std::move(comparison));
    figures_.clear();
    rebuild();
    endResetModel();
}

void ComparisonTableModel::share(const ComparisonTableModel& other)
{
    beginResetModel();
    if (comparison_ != other.comparison_)
        figures_.clear();
    comparison_ = other.comparison_;
    rebuild();
    endResetModel();
}

void ComparisonTableModel::setShownRuns(const std::vector<RunRowId>& runs)
{
    if (wanted_ && *wanted_ == runs)
        return;
    beginResetModel();
    wanted_ = runs;
    rebuild();
    endResetModel();
}

std::optional<RunRowId> ComparisonTableModel::runAt(int column) const
{
    if (column < 1 || static_cast<std::size_t>(column) > columns_.size())
        return std::nullopt;
    return comparison_->runs[columns_[static_cast<std::size_t>(column) - 1]].row;
}

const ComparisonRow* ComparisonTableModel::rowAt(int line) const
{
    const auto& [row, section] = lines_[static_cast<std::size_t>(line)];
    return section ? nullptr : &comparison_->rows[row];
}

void ComparisonTableModel::allChanged()
{
    if (rowCount() > 0 && columnCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

void ComparisonTableModel::setDimmed(std::set<RunRowId> runs)
{
    if (runs == dimmed_)
        return;
    dimmed_ = std::move(runs);
    allChanged();
}

void ComparisonTableModel::setBaseline(std::optional<RunRowId> run)
{
    if (run == baseline_)
        return;
    baseline_ = run;
    rebuildColumns();
    allChanged();
}

QString ComparisonTableModel::baselineName() const
{
    return baselinePlace_ ? shown(comparison_->runs[*baselinePlace_].name) : QString();
}

void ComparisonTableModel::setOnlyDiffering(bool only)
{
    if (only == onlyDiffering_)
        return;
    beginResetModel();
    onlyDiffering_ = only;
    rebuildLines();
    endResetModel();
}

void ComparisonTableModel::setTagsHidden(bool hidden)
{
    if (hidden == tagsHidden_)
        return;
    beginResetModel();
    tagsHidden_ = hidden;
    rebuildLines();
    endResetModel();
}

void ComparisonTableModel::setKeyFilter(const QString& text)
{
    if (text == filter_)
        return;
    beginResetModel();
    filter_ = text;
    rebuildLines();
    endResetModel();
}

void ComparisonTableModel::setDirection(const QString& metric, MetricDirection direction)
{
    const auto key = metric.toStdString();
    for (auto& row : comparison_->rows) {
        if (row.group != ComparisonGroup::Metrics || row.key != key)
            continue;
        row.direction = direction;
        markBest(row);
        const auto at = static_cast<std::size_t>(&row - comparison_->rows.data());
        facts_[at].known = false;
        for (std::size_t line = 0; line < lines_.size(); ++line)
            if (!lines_[line].section && lines_[line].row == at)
                emit dataChanged(index(static_cast<int>(line), 0),
                                 index(static_cast<int>(line), columnCount() - 1));
    }
}

void ComparisonTableModel::rebuild()
{
    rebuildColumns();
    facts_.assign(comparison_->rows.size(), {});
    rebuildLines();
}

void ComparisonTableModel::rebuildColumns()
{
    columns_.clear();
    std::map<RunRowId, std::size_t> places;
    for (std::size_t i = 0; i < comparison_->runs.size(); ++i)
        places.emplace(comparison_->runs[i].row, i);
    if (wanted_) {
        for (const auto run : *wanted_)
            if (const auto place = places.find(run); place != places.end())
                columns_.push_back(place->second);
    } else {
        for (std::size_t i = 0; i < comparison_->runs.size(); ++i)
            columns_.push_back(i);
    }
    const auto base = baseline_ ? places.find(*baseline_) : places.end();
    baselinePlace_ = base == places.end() ? std::nullopt : std::optional(base->second);
}

bool ComparisonTableModel::groupShown(ComparisonGroup group) const
{
    return !tagsHidden_ || group != ComparisonGroup::Tags;
}

bool ComparisonTableModel::differs(std::size_t row) const
{
    const auto& source = comparison_->rows[row];
    if (columns_.size() == comparison_->runs.size())
        return source.differs;
    return source.differs && source.cells.differ(columns_);
}

// Of each group the rows that differ among the runs shown, then the others.
void ComparisonTableModel::rebuildLines()
{
    lines_.clear();
    const auto& rows = comparison_->rows;
    const bool hideEqual = onlyDiffering_ && columns_.size() > 1;
    const auto wanted = [this](const ComparisonRow& row) {
        return filter_.isEmpty() ||
               QString::fromStdString(row.key).contains(filter_, Qt::CaseInsensitive);
    };
    for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
        for (end = begin; end < rows.size() && rows[end].group == rows[begin].group;)
            ++end;
        if (!groupShown(rows[begin].group))
            continue;
        std::vector<std::size_t> differing, equal;
        for (auto i = begin; i < end; ++i)
            if (wanted(rows[i]))
                (differs(i) ? differing : equal).push_back(i);
        if (!hideEqual)
            differing.insert(differing.end(), equal.begin(), equal.end());
        if (differing.empty())
            continue;
        lines_.push_back({differing.front(), true});
        for (const auto row : differing)
            lines_.push_back({row, false});
    }
}

std::size_t ComparisonTableModel::rowsInAll() const
{
    return static_cast<std::size_t>(std::ranges::count_if(
        comparison_->rows, [this](const auto& row) { return groupShown(row.group); }));
}

std::size_t ComparisonTableModel::rowsDiffering() const
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < comparison_->rows.size(); ++i)
        if (groupShown(comparison_->rows[i].group) && differs(i))
            ++count;
    return count;
}

// The figures of one metric get as many digits as tell them apart.
const ComparisonTableModel::RowFacts& ComparisonTableModel::facts(std::size_t row) const
{
    auto& facts = facts_[row];
    if (facts.known)
        return facts;
    const auto& source = comparison_->rows[row];
    facts = {true, differs(row), {}, std::nullopt};
    if (source.group != ComparisonGroup::Metrics)
        return facts;
    std::vector<double> numbers;
    for (const auto run : columns_)
        if (const auto cell = source.cells[run]; !isMissing(cell))
            numbers.push_back(cell.number);
    facts.format = formatFor(numbers);
    std::erase_if(numbers, [](double number) { return std::isnan(number); });
    if (numbers.empty() || columns_.size() < 2 || source.direction == MetricDirection::Unknown)
        return facts;
    facts.best = source.direction == MetricDirection::HigherIsBetter ? std::ranges::max(numbers)
                                                                     : std::ranges::min(numbers);
    return facts;
}

std::vector<std::string> ComparisonTableModel::figuresMissing(int firstRow, int lastRow) const
{
    std::vector<std::string> keys;
    for (int line = std::max(0, firstRow); line <= lastRow && line < rowCount(); ++line) {
        const auto& [at, section] = lines_[static_cast<std::size_t>(line)];
        const auto& row = comparison_->rows[at];
        if (!section && row.group == ComparisonGroup::Metrics && !figures_.contains(row.key))
            keys.push_back(row.key);
    }
    return keys;
}

void ComparisonTableModel::addFigures(FiguresByMetric figures)
{
    for (auto& [key, cells] : figures)
        if (cells.size() == comparison_->runs.size())
            figures_.insert_or_assign(key, std::move(cells));
}

int ComparisonTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}

int ComparisonTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(columns_.size()) + 1;
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
    const auto& row = comparison_->rows[line.row];
    switch (role) {
    case SectionRole:
        return line.section;
    case GroupRole:
        return static_cast<int>(row.group);
    case DiffersRole:
        return !line.section && facts(line.row).differs;
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
    return cellData(line.row, columns_[static_cast<std::size_t>(index.column()) - 1], role);
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

QString ComparisonTableModel::cellText(std::size_t row, const ComparisonCell& cell) const
{
    if (isMissing(cell))
        return missingText();
    if (comparison_->rows[row].group == ComparisonGroup::Metrics)
        return numberText(cell.number, facts(row).format);
    return shown(cell.text);
}

std::optional<ComparisonDelta>
ComparisonTableModel::delta(std::size_t row, const ComparisonCell& cell, std::size_t run) const
{
    const auto& source = comparison_->rows[row];
    if (!baselinePlace_ || *baselinePlace_ == run || source.group != ComparisonGroup::Metrics)
        return std::nullopt;
    return deltaTo(source.cells[*baselinePlace_], cell);
}

QVariant ComparisonTableModel::cellData(std::size_t row, std::size_t run, int role) const
{
    const auto& source = comparison_->rows[row];
    const auto cell = source.cells[run];
    switch (role) {
    case Qt::DisplayRole:
        return cellText(row, cell);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return cellToolTip(row, run);
    case Qt::AccessibleTextRole:
        return accessibleText(row, run);
    case BestRole: {
        const auto& best = facts(row).best;
        return !isMissing(cell) && best && cell.number == *best;
    }
    case MissingRole:
        return isMissing(cell);
    case NumericRole:
        return cell.state == ComparisonCell::State::Number;
    case DeltaRole: {
        const auto change = delta(row, cell, run);
        return change ? deltaText(*change) : QString();
    }
    case DeltaBetterRole: {
        const auto change = delta(row, cell, run);
        return change &&
               ((source.direction == MetricDirection::HigherIsBetter && change->difference > 0) ||
                (source.direction == MetricDirection::LowerIsBetter && change->difference < 0));
    }
    case RunRole:
        return static_cast<qlonglong>(raw(comparison_->runs[run].row));
    case BaselineRole:
        return baselinePlace_ == run;
    case DimmedRole:
        return dimmed_.contains(comparison_->runs[run].row);
    default:
        return {};
    }
}

QString ComparisonTableModel::accessibleText(std::size_t row, std::size_t run) const
{
    const auto cell = comparison_->rows[row].cells[run];
    if (isMissing(cell))
        return tr("missing");
    QString text = cellText(row, cell);
    const auto& best = facts(row).best;
    if (best && cell.number == *best)
        text = tr("%1, best").arg(text);
    if (const auto change = delta(row, cell, run))
        text = tr("%1, %2 against %3").arg(text, deltaText(*change), baselineName());
    return text;
}

QString ComparisonTableModel::cellToolTip(std::size_t row, std::size_t run) const
{
    const auto& source = comparison_->rows[row];
    const auto cell = source.cells[run];
    if (isMissing(cell))
        return tr("%1 has no %2").arg(shown(comparison_->runs[run].name), shown(source.key));
    if (source.group != ComparisonGroup::Metrics)
        return QString::fromStdString(textOf(cell));
    const auto found = figures_.find(source.key);
    const auto figures = found == figures_.end() ? CellFigures() : found->second[run];
    QStringList lines{
        figures.step ? tr("%1 at step %2").arg(exactNumber(cell.number), countText(*figures.step))
                     : exactNumber(cell.number)};
    if (figures.min && figures.max) {
        lines << tr("Smallest %1 at step %2")
                     .arg(exactNumber(*figures.min), countText(figures.minStep));
        lines << tr("Greatest %1 at step %2")
                     .arg(exactNumber(*figures.max), countText(figures.maxStep));
    }
    if (const auto change = delta(row, cell, run))
        lines << tr("%1 against %2 (%3)")
                     .arg(numberText(change->difference), baselineName(), deltaText(*change));
    return lines.join(u'\n');
}

QVariant ComparisonTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (section == 0)
        return role == Qt::DisplayRole ? QVariant(QString()) : QVariant();
    const auto place = columns_[static_cast<std::size_t>(section) - 1];
    const auto& run = comparison_->runs[place];
    switch (role) {
    case Qt::DisplayRole:
        return shown(run.name);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: {
        const auto text =
            tr("%1\n%2 · %3\n%4")
                .arg(shown(run.name), shown(run.source), shown(run.experiment), shown(run.id));
        return baselinePlace_ == place ? tr("%1\nBaseline").arg(text) : text;
    }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    case RunRole:
        return static_cast<qlonglong>(raw(run.row));
    case BaselineRole:
        return baselinePlace_ == place;
    case DimmedRole:
        return dimmed_.contains(run.row);
    default:
        return {};
    }
}

} // namespace binnacle
