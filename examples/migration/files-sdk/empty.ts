// Stands for the AWS SDK, which files-sdk names but does not call on a binding.
export {};
