#pragma once

#include "models/filter_suggestions.h"
#include "widgets/common/filter_highlighter.h"

#include <QPlainTextEdit>
#include <QTimer>

#include <cstddef>
#include <optional>

namespace binnacle {

class CompletionPopup;

// One line of a language for filters: coloured, completed, its error marked. applied() comes after
// Return or a short pause, for a filter without a fault. What the language is, a subclass says.
class FilterLine : public QPlainTextEdit
{
    Q_OBJECT
public:
    void setFilter(const QString& text); // without applied()
    QString filter() const { return toPlainText(); }
    const std::optional<FilterError>& error() const { return error_; }
    void checkAgain(); // the language has changed: other columns
    QSize sizeHint() const override;

signals:
    void applied(const QString& filter);
    void errorChanged(const QString& sentence); // empty: none

protected:
    FilterLine(FilterHighlighter::Tokenizer tokenizer, QString hint, QWidget* parent);

    // Looks for a fault, now or later, and tells inspected().
    virtual void inspect() = 0;
    // Asks what may stand at the cursor, now or later, and tells offer().
    virtual void suggest() = 0;
    virtual void cancelSuggesting() = 0;
    void inspected(const std::optional<FilterError>& fault);
    void offer(FilterSuggestions suggestions);
    std::size_t cursorBytes() const;

    bool focusNextPrevChild(bool next) override; // Tab takes what is offered
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    void insertFromMimeData(const QMimeData* source) override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void edited();
    void check(bool atOnce);
    void apply();
    void showError(const std::optional<FilterError>& error);
    void accept(int row);
    bool steerPopup(QKeyEvent* event);

    FilterHighlighter* highlighter_;
    CompletionPopup* popup_ = nullptr;
    FilterSuggestions suggestions_;
    std::optional<FilterError> error_, found_;
    QTimer applying_, complaining_;
    QString hint_, applied_;
    bool setting_ = false;
    bool complainAtOnce_ = false;
    bool applyAtOnce_ = false; // Return was pressed
};

} // namespace binnacle
