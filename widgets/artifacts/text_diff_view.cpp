#include "widgets/artifacts/text_diff_view.h"

#include "widgets/artifacts/text_view.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QScrollBar>
#include <QShortcut>
#include <QTextBlock>

namespace binnacle {

namespace {

constexpr std::size_t mostMarked = 5'000; // rows; more marks are slow to paint

// The place of a byte of UTF-8 in the text as QString has it.
int placeOf(const std::string& line, std::size_t byte)
{
    return static_cast<int>(
        QString::fromUtf8(line.data(), static_cast<qsizetype>(std::min(byte, line.size()))).size());
}

// Characters that a text document takes for the end of a paragraph become spaces.
QString oneBlock(const std::string& line)
{
    QString text = QString::fromStdString(line);
    for (QChar& c : text)
        if (c == u'\r' || c == QChar::ParagraphSeparator || c == u'\ufdd0' || c == u'\ufdd1')
            c = u' ';
    return text;
}

QTextEdit::ExtraSelection markOf(const QTextBlock& block, const QColor& colour)
{
    QTextEdit::ExtraSelection mark;
    mark.cursor = QTextCursor(block);
    mark.format.setBackground(colour);
    mark.format.setProperty(QTextFormat::FullWidthSelection, true);
    return mark;
}

QColor stronger(const QColor& background, const QColor& tone)
{
    const auto part = [](int a, int b) { return (2 * a + b) / 3; };
    return {part(background.red(), tone.red()), part(background.green(), tone.green()),
            part(background.blue(), tone.blue())};
}

} // namespace

TextDiffView::TextDiffView(QWidget* parent)
    : QWidget(parent), left_(new TextView(this)), right_(new TextView(this))
{
    left_->setObjectName(QStringLiteral("diffLeft"));
    right_->setObjectName(QStringLiteral("diffRight"));
    left_->setAccessibleName(tr("Left text"));
    right_->setAccessibleName(tr("Right text"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(1);
    row->addWidget(left_, 1);
    row->addWidget(right_, 1);
    const auto together = [](QScrollBar* a, QScrollBar* b) {
        connect(a, &QScrollBar::valueChanged, b, &QScrollBar::setValue);
        connect(b, &QScrollBar::valueChanged, a, &QScrollBar::setValue);
    };
    together(left_->verticalScrollBar(), right_->verticalScrollBar());
    together(left_->horizontalScrollBar(), right_->horizontalScrollBar());
    const auto key = [this](int code, int direction) {
        auto* shortcut = new QShortcut(QKeySequence(code), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, direction] { goTo(direction); });
    };
    key(Qt::Key_F7, -1);
    key(Qt::Key_F8, 1);
}

void TextDiffView::setDiff(std::shared_ptr<const TextDiff> diff)
{
    if (diff == diff_)
        return;
    diff_ = std::move(diff);
    places_.clear();
    current_ = -1;
    QStringList left, right;
    std::vector<int> leftNumbers, rightNumbers;
    bool within = false;
    for (std::size_t i = 0; diff_ && i < diff_->rows.size(); ++i) {
        const DiffRow& row = diff_->rows[i];
        const auto line = [](const std::vector<std::string>& lines, int number) {
            return number < 0 ? QString() : oneBlock(lines[static_cast<std::size_t>(number)]);
        };
        left << line(diff_->leftLines, row.left);
        right << line(diff_->rightLines, row.right);
        leftNumbers.push_back(row.left + 1);
        rightNumbers.push_back(row.right + 1);
        const bool differs = row.kind != DiffRow::Kind::Equal;
        if (differs && !within)
            places_.push_back(static_cast<int>(i));
        within = differs;
    }
    left_->setPlainText(left.join(u'\n'));
    right_->setPlainText(right.join(u'\n'));
    left_->setLineNumbers(std::move(leftNumbers));
    right_->setLineNumbers(std::move(rightNumbers));
    mark();
}

void TextDiffView::mark()
{
    const Theme& theme = Theme::current();
    QList<QTextEdit::ExtraSelection> leftMarks, rightMarks;
    QTextBlock leftBlock = left_->document()->firstBlock();
    QTextBlock rightBlock = right_->document()->firstBlock();
    std::size_t marked = 0;
    for (std::size_t i = 0; diff_ && i < diff_->rows.size() && marked < mostMarked; ++i) {
        const DiffRow& row = diff_->rows[i];
        if (row.kind != DiffRow::Kind::Equal) {
            ++marked;
            leftMarks << markOf(leftBlock, row.left < 0 ? theme.gridLine : theme.badBackground);
            rightMarks << markOf(rightBlock, row.right < 0 ? theme.gridLine : theme.goodBackground);
            const auto words = [&](QList<QTextEdit::ExtraSelection>& marks,
                                   const std::vector<TextSpan>& spans, const QTextBlock& block,
                                   const std::string& line, const QColor& colour) {
                for (const auto& span : spans) {
                    QTextEdit::ExtraSelection mark;
                    mark.cursor = QTextCursor(block);
                    mark.cursor.setPosition(block.position() + placeOf(line, span.begin));
                    mark.cursor.setPosition(block.position() +
                                                placeOf(line, span.begin + span.length),
                                            QTextCursor::KeepAnchor);
                    mark.format.setBackground(colour);
                    marks << mark;
                }
            };
            if (row.kind == DiffRow::Kind::Changed) {
                words(leftMarks, row.leftWords, leftBlock,
                      diff_->leftLines[static_cast<std::size_t>(row.left)],
                      stronger(theme.badBackground, theme.bad));
                words(rightMarks, row.rightWords, rightBlock,
                      diff_->rightLines[static_cast<std::size_t>(row.right)],
                      stronger(theme.goodBackground, theme.good));
            }
        }
        leftBlock = leftBlock.next();
        rightBlock = rightBlock.next();
    }
    left_->setExtraSelections(leftMarks);
    right_->setExtraSelections(rightMarks);
}

void TextDiffView::goTo(int direction)
{
    if (places_.empty())
        return;
    const int last = static_cast<int>(places_.size()) - 1;
    current_ = std::clamp(current_ + direction, 0, last);
    const int row = places_[static_cast<std::size_t>(current_)];
    for (TextView* view : {left_, right_})
        view->setTextCursor(QTextCursor(view->document()->findBlockByNumber(row)));
    left_->centerCursor();
}

void TextDiffView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && diff_)
        mark();
}

} // namespace binnacle
