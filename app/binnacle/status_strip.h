#pragma once

#include "models/source_list_model.h"
#include "models/sync_status.h"

#include <QAbstractButton>
#include <QList>

class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;

namespace binnacle {

// A source in the status bar: a coloured dot and its state in words.
class SourceBadge : public QAbstractButton
{
    Q_OBJECT
public:
    explicit SourceBadge(QWidget* parent = nullptr);
    void showState(const QString& line, SourceState::Reach reach);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    SourceState::Reach reach_ = SourceState::Reach::Unknown;
};

// The status bar: each source with its state and age, and the one running job.
class StatusStrip : public QWidget
{
    Q_OBJECT
public:
    explicit StatusStrip(SourceListModel& sources, QWidget* parent = nullptr);

    void showJob(const JobText& job);
    // A sentence for a moment ("12 runs copied"); errors stay a little longer.
    void showMessage(const QString& sentence, int milliseconds = 5000);

signals:
    void sourceChosen(int row); // -1: the list
    void cancelRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    SourceListModel& sources_;
    QHBoxLayout* badges_;
    QList<SourceBadge*> shown_;
    SourceBadge* more_;
    QLabel* message_;
    QLabel* job_;
    QProgressBar* bar_;
    QLabel* left_;
    QPushButton* cancel_;
};

} // namespace binnacle
