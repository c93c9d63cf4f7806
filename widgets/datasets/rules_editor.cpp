#include "widgets/datasets/rules_editor.h"

#include "widgets/common/theme.h"

#include <QEvent>
#include <QPainter>
#include <QTextBlock>

#include <algorithm>

namespace binnacle {

RulesEditor::RulesEditor(QWidget* parent) : QPlainTextEdit(parent), numbers_(new QWidget(this))
{
    setObjectName(QStringLiteral("rulesEditor"));
    setAccessibleName(tr("Rules as YAML"));
    setFont(monospaceFont());
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true);
    setPlaceholderText(tr("version: 1\ncolumns:\n  age: {type: integer, min: 0, max: 120}"));
    numbers_->installEventFilter(this);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &RulesEditor::placeNumbers);
    connect(this, &QPlainTextEdit::updateRequest, numbers_, [this] { numbers_->update(); });
    placeNumbers();
}

int RulesEditor::numbersWidth() const
{
    const int digits = std::max(2, static_cast<int>(QString::number(blockCount()).size()));
    return fontMetrics().horizontalAdvance(QLatin1Char('9')) * digits + 18;
}

void RulesEditor::placeNumbers()
{
    setViewportMargins(numbersWidth(), 0, 0, 0);
    const QRect place = viewport()->geometry();
    numbers_->setGeometry(place.left() - numbersWidth(), place.top(), numbersWidth(),
                          place.height());
}

void RulesEditor::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    placeNumbers();
}

void RulesEditor::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        mark();
}

bool RulesEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == numbers_ && event->type() == QEvent::Paint) {
        paintNumbers();
        return true;
    }
    return QPlainTextEdit::eventFilter(watched, event);
}

void RulesEditor::paintNumbers()
{
    const Theme& theme = Theme::current();
    QPainter painter(numbers_);
    painter.fillRect(numbers_->rect(), theme.window);
    painter.setFont(font());
    for (auto block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const auto place = blockBoundingGeometry(block).translated(contentOffset());
        if (place.top() > height())
            break;
        const bool wrong = fault_ && fault_->line == block.blockNumber() + 1;
        painter.setPen(wrong ? theme.bad : theme.faintText);
        painter.drawText(QRectF(0, place.top(), numbers_->width() - 8, place.height()),
                         Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(block.blockNumber() + 1));
    }
}

void RulesEditor::setFault(const std::optional<RulesPlace>& place)
{
    fault_ = place;
    mark();
    numbers_->update();
}

void RulesEditor::mark()
{
    QList<QTextEdit::ExtraSelection> marks;
    if (fault_) {
        const auto block = document()->findBlockByNumber(fault_->line - 1);
        if (block.isValid()) {
            const Theme& theme = Theme::current();
            QTextEdit::ExtraSelection whole;
            whole.format.setBackground(theme.badBackground);
            whole.format.setProperty(QTextFormat::FullWidthSelection, true);
            whole.cursor = QTextCursor(block);
            QTextEdit::ExtraSelection word;
            word.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
            word.format.setUnderlineColor(theme.bad);
            word.cursor = QTextCursor(block);
            word.cursor.setPosition(block.position() +
                                    std::min(fault_->column - 1, std::max(0, block.length() - 2)));
            word.cursor.movePosition(QTextCursor::EndOfWord, QTextCursor::KeepAnchor);
            if (!word.cursor.hasSelection())
                word.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
            marks = {whole, word};
        }
    }
    setExtraSelections(marks);
}

void RulesEditor::goTo(const RulesPlace& place)
{
    const auto block = document()->findBlockByNumber(place.line - 1);
    if (!block.isValid())
        return;
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + std::min(place.column - 1, block.length() - 1));
    setTextCursor(cursor);
    centerCursor();
    setFocus();
}

} // namespace binnacle
