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

// One sentence above the table with up to two things to do: the trash, an undo, a failure.
class NoticeBar : public QWidget
{
    Q_OBJECT
public:
    explicit NoticeBar(QWidget* parent = nullptr);
    void show(const QString& sentence, const QString& first = {}, const QString& second = {},
              bool secondIsDangerous = false);
    using QWidget::show;
    QString sentence() const;

signals:
    void firstTriggered();
    void secondTriggered();
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    TextLabel* sentence_;
    QPushButton *first_, *second_, *close_;
};

} // namespace binnacle
