#include "widgets/common/filter_line.h"

#include "widgets/common/completion_popup.h"
#include "widgets/common/filter_highlighter.h"
#include "widgets/common/theme.h"

#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>

#include <utility>

namespace binnacle {

namespace {
constexpr int applyAfter = 250;    // ms without a key
constexpr int complainAfter = 700; // ms: an unfinished filter is no error yet
constexpr int editHeight = 32;
} // namespace

FilterLine::FilterLine(FilterHighlighter::Tokenizer tokenizer, QString hint, QWidget* parent)
    : QPlainTextEdit(parent)
    , highlighter_(new FilterHighlighter(document(), std::move(tokenizer)))
    , hint_(std::move(hint))
{
    setAccessibleName(tr("Filter"));
    setFont(monospaceFont());
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    document()->setDocumentMargin(3.5);
    setFixedHeight(editHeight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    applying_.setSingleShot(true);
    applying_.setInterval(applyAfter);
    complaining_.setSingleShot(true);
    complaining_.setInterval(complainAfter);
    connect(&applying_, &QTimer::timeout, this, &FilterLine::apply);
    connect(&complaining_, &QTimer::timeout, this, [this] {
        if (!popup_ || !popup_->isVisible()) // while it offers a way on, nothing is wrong yet
            showError(found_);
    });
    connect(this, &QPlainTextEdit::textChanged, this, &FilterLine::edited);
}

QSize FilterLine::sizeHint() const
{
    return {400, editHeight};
}

void FilterLine::setFilter(const QString& text)
{
    setting_ = true;
    setPlainText(text);
    setting_ = false;
    applied_ = text;
    applying_.stop();
    check(true);
}

void FilterLine::edited()
{
    if (setting_)
        return;
    check(false);
    if (hasFocus())
        suggest();
}

void FilterLine::check(bool atOnce)
{
    complainAtOnce_ = atOnce;
    applying_.stop();
    complaining_.stop();
    if (!atOnce && error_)
        showError(std::nullopt); // it speaks of the text of before
    inspect();
}

void FilterLine::checkAgain()
{
    check(true);
}

void FilterLine::inspected(const std::optional<FilterError>& fault)
{
    found_ = fault;
    const bool atOnce = std::exchange(applyAtOnce_, false);
    if (!found_) {
        showError(std::nullopt);
        if (setting_ || filter() == applied_)
            return;
        if (atOnce)
            apply();
        else
            applying_.start();
    } else if (complainAtOnce_) {
        showError(found_);
    } else {
        complaining_.start();
    }
}

void FilterLine::apply()
{
    applying_.stop();
    if (found_ || filter() == applied_)
        return;
    applied_ = filter();
    emit applied(applied_);
}

void FilterLine::showError(const std::optional<FilterError>& error)
{
    const bool changes = error.has_value() || error_.has_value();
    error_ = error;
    if (!changes)
        return;
    const QSignalBlocker quiet(this); // formats count as changes of the text
    highlighter_->setError(error);
    setProperty("invalid", error.has_value());
    setStyleSheet(error ? QStringLiteral("QPlainTextEdit { border-color: %1; }")
                              .arg(Theme::current().bad.name())
                        : QString());
    blockSignals(false);
    emit errorChanged(error ? QString::fromStdString(error->message) : QString());
}

std::size_t FilterLine::cursorBytes() const
{
    return static_cast<std::size_t>(filter().left(textCursor().position()).toUtf8().size());
}

void FilterLine::offer(FilterSuggestions suggestions)
{
    suggestions_ = std::move(suggestions);
    if (!popup_) {
        popup_ = new CompletionPopup(this);
        connect(popup_, &CompletionPopup::chosen, this, &FilterLine::accept);
    }
    if (suggestions_.items.empty() || !hasFocus()) {
        popup_->hide();
        return;
    }
    const QRect at = cursorRect();
    popup_->showAt(viewport()->mapToGlobal(QPoint(at.left() - 10, height())), suggestions_.items);
}

void FilterLine::accept(int row)
{
    if (row < 0 || row >= static_cast<int>(suggestions_.items.size()))
        return;
    const FilterSuggestion chosen = suggestions_.items[static_cast<std::size_t>(row)];
    QTextCursor cursor = textCursor();
    const int end = cursor.position();
    cursor.setPosition(editorPosition(filter().toStdString(), suggestions_.replaceFrom));
    cursor.setPosition(end, QTextCursor::KeepAnchor);
    popup_->hide();
    cursor.insertText(chosen.goesOn ? chosen.text : chosen.text + QLatin1Char(' '));
    setTextCursor(cursor);
    setFocus();
}

bool FilterLine::steerPopup(QKeyEvent* event)
{
    if (!popup_ || !popup_->isVisible())
        return false;
    switch (event->key()) {
    case Qt::Key_Down:
        popup_->step(1);
        return true;
    case Qt::Key_Up:
        popup_->step(-1);
        return true;
    case Qt::Key_Escape:
        cancelSuggesting();
        popup_->hide();
        complaining_.start();
        return true;
    case Qt::Key_Tab:
        accept(qMax(0, popup_->current()));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (popup_->current() < 0)
            return false;
        accept(popup_->current());
        return true;
    default:
        return false;
    }
}

bool FilterLine::focusNextPrevChild(bool next)
{
    if (next && popup_ && popup_->isVisible()) {
        accept(qMax(0, popup_->current()));
        return true;
    }
    return QPlainTextEdit::focusNextPrevChild(next);
}

void FilterLine::keyPressEvent(QKeyEvent* event)
{
    if (steerPopup(event))
        return;
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        cancelSuggesting();
        if (popup_)
            popup_->hide();
        applyAtOnce_ = true;
        check(true);
        return;
    }
    const bool asks =
        event->modifiers().testFlag(Qt::ControlModifier) && event->key() == Qt::Key_Space;
    if (asks || (event->key() == Qt::Key_Down && event->modifiers() == Qt::NoModifier)) {
        suggest();
        return;
    }
    if (event->key() == Qt::Key_Up)
        return;
    QPlainTextEdit::keyPressEvent(event);
}

void FilterLine::focusOutEvent(QFocusEvent* event)
{
    cancelSuggesting();
    if (popup_)
        popup_->hide();
    showError(found_);
    QPlainTextEdit::focusOutEvent(event);
}

void FilterLine::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && highlighter_) {
        const QSignalBlocker quiet(this);
        highlighter_->rehighlight();
    }
}

void FilterLine::insertFromMimeData(const QMimeData* source)
{
    insertPlainText(source->text().simplified());
}

// The hint of QPlainTextEdit would wrap.
void FilterLine::paintEvent(QPaintEvent* event)
{
    QPlainTextEdit::paintEvent(event);
    if (!filter().isEmpty())
        return;
    QPainter painter(viewport());
    painter.setPen(Theme::current().mutedText);
    painter.setFont(font());
    const QRect room = viewport()->rect().adjusted(6, 0, -4, 0);
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(hint_, Qt::ElideRight, room.width()));
}

void FilterLine::wheelEvent(QWheelEvent* event)
{
    event->ignore(); // one line: nothing to scroll
}

} // namespace binnacle
