#include "widgets/artifacts/text_view.h"

#include "widgets/common/theme.h"

#include <QPainter>
#include <QTextBlock>

#include <algorithm>

namespace binnacle {

namespace {

class Gutter : public QWidget
{
public:
    explicit Gutter(TextView* view) : QWidget(view), view_(view) {}

protected:
    void paintEvent(QPaintEvent* event) override { view_->paintGutter(event); }

private:
    TextView* view_;
};

} // namespace

TextView::TextView(QWidget* parent) : QPlainTextEdit(parent), gutter_(new Gutter(this))
{
    setReadOnly(true);
    setFont(monospaceFont());
    setLineWrapMode(NoWrap);
    setFrameShape(QFrame::NoFrame);
    setUndoRedoEnabled(false);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &TextView::fitGutter);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect& rect, int moved) {
        if (moved != 0)
            gutter_->scroll(0, moved);
        else
            gutter_->update(0, rect.y(), gutter_->width(), rect.height());
    });
    fitGutter();
}

void TextView::setLineNumbers(std::vector<int> numbers)
{
    numbers_ = std::move(numbers);
    fitGutter();
    gutter_->update();
}

int TextView::gutterWidth() const
{
    const int greatest =
        numbers_.empty() ? blockCount() : *std::max_element(numbers_.begin(), numbers_.end());
    const auto digits = QString::number(std::max(greatest, 99)).size();
    return static_cast<int>(digits) * fontMetrics().horizontalAdvance(u'9') + 2 * spacing::s;
}

void TextView::fitGutter()
{
    setViewportMargins(gutterWidth(), 0, 0, 0);
    const QRect room = contentsRect();
    gutter_->setGeometry(room.left(), room.top(), gutterWidth(), room.height());
}

void TextView::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    fitGutter();
}

void TextView::paintGutter(QPaintEvent* event)
{
    const Theme& theme = Theme::current();
    QPainter painter(gutter_);
    painter.fillRect(event->rect(), theme.window);
    painter.setFont(font());
    painter.setPen(theme.mutedText);
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
        if (place.top() > event->rect().bottom())
            break;
        const auto line = static_cast<std::size_t>(block.blockNumber());
        const int number = numbers_.empty()         ? block.blockNumber() + 1
                           : line < numbers_.size() ? numbers_[line]
                                                    : 0;
        if (number > 0 && block.isVisible())
            painter.drawText(QRectF(0, place.top(), gutter_->width() - spacing::s, place.height()),
                             Qt::AlignRight | Qt::AlignTop, QString::number(number));
    }
}

} // namespace binnacle
