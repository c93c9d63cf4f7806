#pragma once

#include "models/filter_suggestions.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"

#include <QPlainTextEdit>
#include <QTimer>

#include <memory>
#include <optional>

namespace binnacle {

class CompletionPopup;
class FilterHighlighter;

// One line of MLflow's search grammar: coloured, completed, its error marked. applied() comes after
// Return or a short pause, for a filter that parses.
class FilterEdit : public QPlainTextEdit
{
    Q_OBJECT
public:
    FilterEdit(std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools,
               QWidget* parent = nullptr);

    void setFilter(const QString& text); // without applied()
    QString filter() const { return toPlainText(); }
    void setScope(const RunQuery& scope) { scope_ = scope; } // whose keys are suggested
    const std::optional<FilterError>& error() const { return error_; }
    QSize sizeHint() const override;

signals:
    void applied(const QString& filter);
    void errorChanged(const QString& sentence); // empty: none

protected:
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
    void suggest();
    void accept(int row);
    bool steerPopup(QKeyEvent* event);
    std::size_t cursorBytes() const;

    std::shared_ptr<RunQueryEngine> engine_;
    WorkerPools& pools_;
    RunQuery scope_;
    FilterHighlighter* highlighter_;
    CompletionPopup* popup_ = nullptr;
    FilterSuggestions suggestions_;
    LatestOnly suggesting_;
    std::optional<FilterError> error_, found_;
    QTimer applying_, complaining_;
    QString applied_;
    bool setting_ = false;
};

} // namespace binnacle
