#include "widgets/runs/column_widths.h"

#include "widgets/common/state_pill.h"
#include "widgets/common/tabular_text.h"
#include "widgets/runs/run_cell_delegate.h"
#include "widgets/runs/run_header.h"

#include <QFontMetrics>

#include <algorithm>

namespace binnacle {

namespace {

constexpr int padding = 10;      // on both sides of a cell
constexpr int widestValue = 220; // longer texts are cut
constexpr int widestHead = 190;
constexpr int narrowest = 48, narrowestMetric = 64;
constexpr int nameAtLeast = 150, nameAtMost = 360, nameUsual = 190;
constexpr int markOfName = 20; // pin or clock behind a name
constexpr int markOfSource = 18;

bool isAttribute(const ColumnSpec& spec, const char* name)
{
    return spec.column.kind == RunColumn::Kind::Attribute && spec.column.name == name;
}

int textWidth(const QString& text, const QFont& font, bool figures)
{
    return figures ? qCeil(tabularWidth(text, font)) : QFontMetrics(font).horizontalAdvance(text);
}

} // namespace

void ColumnWidths::forget()
{
    values_.clear();
    formats_.clear();
    name_ = 0;
}

// Rows that came later may differ only behind more digits than the first ones had.
bool ColumnWidths::digitsGrew() const
{
    for (std::size_t i = 0; i < formats_.size(); ++i) {
        const auto now = model_->format(static_cast<int>(i));
        if (now.style != formats_[i].style || now.digits > formats_[i].digits)
            return true;
    }
    return false;
}

bool ColumnWidths::measure(int firstRow, int lastRow, const QFont& font, bool outline)
{
    if ((!values_.empty() && !digitsGrew()) || model_->columnCount() == 0)
        return false;
    std::vector<int> rows;
    for (int row = firstRow; row <= qMin(lastRow, model_->rowCount() - 1); ++row) {
        bool known = model_->head(row) != nullptr;
        for (int column = 0; column < model_->columnCount() && known; ++column)
            known = model_->cell(row, column) != nullptr;
        if (known)
            rows.push_back(row);
    }
    if (rows.empty())
        return false;
    values_.clear();
    formats_.clear();
    QFont medium = font;
    medium.setWeight(QFont::DemiBold); // best values and names
    for (int column = 0; column < model_->columnCount(); ++column) {
        const ColumnSpec& spec = model_->columns()[static_cast<std::size_t>(column)];
        int widest = 0;
        for (const int row : rows) {
            const QString text = model_->index(row, column).data().toString();
            if (isAttribute(spec, "status"))
                widest = qMax(widest, pillSize(text, font).width());
            else
                widest = qMax(widest, textWidth(text, isNameColumn(spec) ? medium : font,
                                                model_->isFigureColumn(column)));
            if (isNameColumn(spec) && outline)
                widest = qMax(widest,
                              textWidth(text, medium, false) + 20 + 16 * model_->shape(row).level);
        }
        if (isNameColumn(spec))
            name_ = RunCellDelegate::dotWidth + 8 + widest + padding + markOfName;
        if (isAttribute(spec, "source") && marks_)
            widest += markOfSource;
        values_.push_back(qMin(widest, widestValue) + 2 * padding);
        formats_.push_back(model_->format(column));
    }
    return true;
}

int ColumnWidths::headWidth(const ColumnSpec& spec, bool sorted, const QFont& font) const
{
    return qMin(RunHeader::widthOf(spec, sorted, font), widestHead);
}

int ColumnWidths::valueWidth(int column) const
{
    const ColumnSpec& spec = model_->columns()[static_cast<std::size_t>(column)];
    const int usual = defaultWidth(spec);
    if (spec.show == ColumnSpec::Show::Sparkline ||
        static_cast<std::size_t>(column) >= values_.size())
        return usual;
    const int measured = values_[static_cast<std::size_t>(column)];
    // More digits may come than the first rows have.
    if (spec.column.kind == RunColumn::Kind::Metric)
        return qMax(narrowestMetric, measured + 8);
    return qMax(narrowest, measured);
}

ColumnWidths::Plan ColumnWidths::plan(int room, const std::vector<bool>& shown,
                                      const std::vector<SortTerm>& order, const QFont& font) const
{
    Plan plan;
    std::vector<int> slack(shown.size()); // what a head asks for beyond its values
    int others = 0, spare = 0;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const ColumnSpec& spec = model_->columns()[i];
        plan.widths.push_back(0);
        if (!shown[i])
            continue;
        int& width = plan.widths.back();
        if (spec.width > 0) {
            width = spec.width;
        } else if (!isNameColumn(spec)) {
            const bool sorted = spec.show == ColumnSpec::Show::Value &&
                                std::any_of(order.begin(), order.end(), [&](const SortTerm& term) {
                                    return term.column == spec.column;
                                });
            const int value = valueWidth(static_cast<int>(i));
            width = qMax(value, headWidth(spec, sorted, font));
            slack[i] = width - value;
            spare += slack[i];
        }
        others += width;
    }
    const int wanted = qBound(nameAtLeast, name_ > 0 ? name_ : nameUsual, nameAtMost);
    const int least = qMax(nameAtLeast, wanted - markOfName);
    const int left = room - others;
    if (left >= least) {
        plan.name = qMin(left, nameAtMost);
    } else if (least - left <= spare) { // spare is not 0
        const int missing = least - left;
        for (std::size_t i = 0; i < slack.size(); ++i)
            plan.widths[i] -= (slack[i] * missing + spare - 1) / spare;
        plan.name = least;
    } else { // scrolled in any case: neither heads nor names are cut
        plan.name = wanted;
    }
    return plan;
}

} // namespace binnacle
