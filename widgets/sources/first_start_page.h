#pragma once

#include "widgets/common/page.h"

class QLineEdit;
class QListView;
class QPushButton;

namespace binnacle {

class SourceFinder;
class TextLabel;

// What the window shows while there is no source: the stores that lie nearby, a field for an
// address, the sample, and a place to drop folders on (the main window takes the drop).
class FirstStartPage : public Page
{
    Q_OBJECT
public:
    // `sampleThere`: whether the sample is offered. The finder outlives the page.
    FirstStartPage(SourceFinder& finder, bool sampleThere, QWidget* parent = nullptr);

    QString title() const override;
    QString iconName() const override;
    QString contextLine() const override;

public slots:
    // Why the address last asked for was not taken; empty: all is well.
    void showProblem(const QString& sentence);
    void setBusy(bool busy);

signals:
    void placeChosen(QString address);     // a store found nearby, or an address typed
    void serverRequested(QString address); // typed http(s) address: credentials may be needed
    void sampleRequested();
    void folderRequested();

private:
    void submit();
    void refreshFound();
    SourceFinder& finder_;
    QListView* found_;
    TextLabel* foundState_;
    QLineEdit* address_;
    TextLabel* problem_;
    QPushButton* add_;
};

} // namespace binnacle
