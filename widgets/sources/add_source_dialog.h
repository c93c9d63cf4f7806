#pragma once

#include "models/source_editor.h"

#include <QDialog>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace binnacle {

class Prompts;
class TextLabel;

// Asks for a server or a folder: address, name, how to enter it, a certificate authority. The
// address is recognised while it is typed; "Test connection" asks the source itself. Closes when
// the source was added. Nothing is written before "Add source".
class AddSourceDialog : public QDialog
{
    Q_OBJECT
public:
    AddSourceDialog(SourceEditor& editor, Prompts& prompts, QWidget* parent = nullptr);
    void setAddress(const QString& address);
    SourceDraft draft() const;

private:
    void buildForm();
    void addressEdited();
    void takeCredentials();
    void showAccess();
    void showKind(const QString& address, const QString& kindTitle);
    void showTested(bool ok, const QString& sentence);
    void test();
    void submit();
    void setBusy(bool busy);

    SourceEditor& editor_;
    Prompts& prompts_;
    QLineEdit* address_;
    QLineEdit* name_;
    QComboBox* access_;
    QLineEdit* user_;
    QLineEdit* secret_;
    QLineEdit* caFile_;
    QPushButton* caChoose_;
    TextLabel* kind_;
    TextLabel* outcome_;
    QPushButton* test_;
    QPushButton* add_;
    QFormLayout* form_;
    bool adding_ = false;
};

} // namespace binnacle
