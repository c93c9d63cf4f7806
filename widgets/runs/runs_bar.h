#pragma once

#include "widgets/runs/filter_edit.h"

#include <QWidget>

class QPushButton;

namespace binnacle {

class ChipToggle;
class SearchField;
class TextLabel;

// The two lines above the table: filter and buttons, switches and counts.
class RunsBar : public QWidget
{
    Q_OBJECT
public:
    RunsBar(std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools, QWidget* parent = nullptr);

    void setCounts(std::int64_t shown, std::int64_t total, double milliseconds);
    // Empty: not grouped. `figure`: what heads of groups say, in words.
    void setGrouped(const QString& column, const QString& figure);

    FilterEdit* const filter;
    SearchField* const search;
    QPushButton *const saveView, *const columns, *const group, *const figure, *const inspector;
    ChipToggle *const hideUniform, *const tree, *const deleted;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void compact();
    TextLabel* error_;
    TextLabel* counts_;
    QString groupText_;
    QString countsLong_, countsShort_;
};

} // namespace binnacle
