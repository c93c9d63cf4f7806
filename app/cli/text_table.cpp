#include "app/cli/text_table.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>

namespace binnacle::cli {

namespace {

constexpr int widestCell = 60;
constexpr int widestLastCell = 400; // nothing stands behind it

struct Range
{
    char32_t from, to;
};

// The blocks of the East Asian Wide and Fullwidth characters (Unicode Standard Annex 11).
constexpr Range wideBlocks[] = {{0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0x33ff},
                                {0x3400, 0x4dbf},   {0x4e00, 0x9fff},   {0xa000, 0xa4cf},
                                {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},
                                {0xff00, 0xff60},   {0xffe0, 0xffe6},   {0x1f300, 0x1f64f},
                                {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};

int widthOf(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
    case QChar::Other_Format:
        return 0;
    default:
        break;
    }
    return std::ranges::any_of(wideBlocks, [&](Range r) { return c >= r.from && c <= r.to; }) ? 2
                                                                                              : 1;
}

QString elided(const QString& text, int widest = widestCell)
{
    if (displayWidth(text) <= widest)
        return text;
    int width = 1;
    QString kept;
    for (const char32_t c : text.toUcs4()) {
        width += widthOf(c);
        if (width > widest)
            break;
        kept += QString::fromUcs4(&c, 1);
    }
    return kept + u'…';
}

} // namespace

int displayWidth(const QString& text)
{
    int width = 0;
    for (const char32_t c : text.toUcs4())
        width += widthOf(c);
    return width;
}

QString plainLine(const QString& text)
{
    QString plain = text;
    for (QChar& c : plain) {
        if (c.category() == QChar::Other_Control || c == QChar::LineSeparator ||
            c == QChar::ParagraphSeparator)
            c = u' ';
    }
    return plain;
}

void TextTable::add(const std::vector<QString>& cells)
{
    auto& row = rows_.emplace_back();
    for (const auto& cell : cells) {
        const bool last = row.size() + 1 == columns_.size();
        row.push_back(elided(plainLine(cell), last ? widestLastCell : widestCell));
    }
}

void TextTable::print(Output& out) const
{
    std::vector<int> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        int width = displayWidth(elided(plainLine(columns_[i].title)));
        for (const auto& row : rows_)
            width = std::max(width, displayWidth(row[i]));
        widths.push_back(width);
    }
    const auto printRow = [&](const auto& cellAt) {
        QString line;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const QString cell = cellAt(i);
            const QString blanks(widths[i] - displayWidth(cell), u' ');
            line += i > 0 ? QStringLiteral("  ") : QString();
            line += columns_[i].align == Align::Right ? blanks + cell : cell + blanks;
        }
        while (line.endsWith(u' '))
            line.chop(1);
        out.line(line.toStdString());
    };
    printRow([&](std::size_t i) { return elided(plainLine(columns_[i].title)); });
    for (const auto& row : rows_)
        printRow([&](std::size_t i) { return row[i]; });
}

QString missingText()
{
    return QStringLiteral("–");
}

QString shortNumber(double value)
{
    return std::isfinite(value) ? QString::number(value, 'g', 6)
                                : QString::fromStdString(exactNumber(value));
}

QString localTime(std::optional<std::int64_t> time)
{
    if (!time)
        return missingText();
    return QDateTime::fromMSecsSinceEpoch(*time).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString shortId(const std::string& id)
{
    return QString::fromStdString(id).left(12);
}

} // namespace binnacle::cli
